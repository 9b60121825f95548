-- Those of some hashes that are small enough together, packed into one string: for each of KEYS a
-- list of its fields and values in turn, or '' where it is to be read in parts.
--
-- KEYS  the hashes
-- ARGV  how many fields all of them may have

local left = tonumber(ARGV[1])
local hashes = {}
for i = 1, #KEYS do
  local count = redis.call('HLEN', KEYS[i])
  if count <= left then
    left = left - count
    hashes[i] = redis.call('HGETALL', KEYS[i])
  else
    hashes[i] = ''
  end
end
return cmsgpack.pack(hashes)
