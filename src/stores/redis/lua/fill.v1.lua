-- Writes fields of a tenant that nobody serves yet, and last of all its state.
--
-- KEYS  meta, then the hashes that are written
-- ARGV  the stamp that the state gets with the last part ('' before), its sequence, the schema
--       version; then for each write the place of its hash in KEYS from 1, the field and the value.
--
-- Answers `done`, or `taken` where the tenant has a state: then nothing was written.

local HEAD = 3

if redis.call('HEXISTS', KEYS[1], 'stamp') == 1 then return 'taken' end
for i = HEAD + 1, #ARGV, 3 do
  redis.call('HSET', KEYS[tonumber(ARGV[i]) + 1], ARGV[i + 1], ARGV[i + 2])
end
if ARGV[1] ~= '' then
  redis.call('HSET', KEYS[1], 'stamp', ARGV[1], 'sequence', ARGV[2], 'schema', ARGV[3])
end
return 'done'
