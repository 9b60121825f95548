-- A part of a hash: { where the next part begins ('0': this was the last), fields and values in
-- turn, packed into one string }.
--
-- KEYS  the hash
-- ARGV  where to begin, how many fields about

local part = redis.call('HSCAN', KEYS[1], ARGV[1], 'COUNT', ARGV[2])
return { part[1], cmsgpack.pack(part[2]) }
