// Whether the store in a Redis Cluster keeps the contract of stores.

import { storeContract } from './contract.js';
import { redisHomes } from './support/redis-home.js';

storeContract(redisHomes('cluster'), 0.2);
