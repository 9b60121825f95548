-- Whole hashes, packed into one string: for each of KEYS a list of its fields and values in turn.

local hashes = {}
for i = 1, #KEYS do hashes[i] = redis.call('HGETALL', KEYS[i]) end
return cmsgpack.pack(hashes)
