-- Commits what an engine made of the state that it knows, or says why that may not be.
--
-- KEYS  meta, feed, then the hashes that are written
-- ARGV  the stamp of the state that the engine knows ('' for none), the stamp of the state that it
--       makes, the schema version, the time by which it decided (ms), when the next hold ends then
--       (ms, '' for never), the id of the engine, whether it asks for a turn ('1'), the channel and
--       the tenant to be told, how many bytes of the feed are kept; the writes, as a MessagePack
--       list: of each the place of its hash behind the feed in KEYS, from 1 (below 0: the field
--       goes), the field and the value ('' for no writes).
--
-- Answers { word, time in ms, sequence }: `done`; `same` where nothing was to be written; else
-- nothing was written: `stale` the state is another, `early` the engine is ahead of this clock,
-- `due` a hold has ended meanwhile, `turn` another engine may commit first, `schema` the state is
-- of another release.

local TURN_MS = 250
local FEED_ENTRIES_MAX = 100000
-- Arguments of one call; even, for fields come with values.
local FIELDS_MAX = 2000

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + tonumber(clock[2]) / 1000
local time = string.format('%.3f', now)
local meta = redis.call('HMGET', KEYS[1], 'stamp', 'sequence', 'schema', 'turnOf', 'turnUntil')
local sequence = tonumber(meta[2] or '0')
local isTurn = meta[4] and tonumber(meta[5]) > now

if meta[3] and meta[3] ~= ARGV[3] then return { 'schema', time, sequence } end
if (meta[1] or '') ~= ARGV[1] then
  if ARGV[7] == '1' and meta[1] and not isTurn then
    redis.call('HSET', KEYS[1], 'turnOf', ARGV[6], 'turnUntil', math.ceil(now + TURN_MS))
  end
  return { 'stale', time, sequence }
end
if tonumber(ARGV[4]) > now then return { 'early', time, sequence } end
if ARGV[5] ~= '' and tonumber(ARGV[5]) <= now then return { 'due', time, sequence } end
if ARGV[11] == '' then return { 'same', time, sequence } end
if isTurn and meta[4] ~= ARGV[6] then return { 'turn', time, sequence } end

sequence = sequence + 1
local names = {}
local front = #KEYS[1] - #'meta'
for i = 3, #KEYS do names[i - 2] = string.sub(KEYS[i], front + 1) end
local packed = ARGV[11]
local writes = cmsgpack.unpack(packed)

-- First what can fail: a script that stops keeps what it has written.
redis.call('XADD', KEYS[2], 'MAXLEN', '~', FEED_ENTRIES_MAX, sequence .. '-0',
  'stamp', ARGV[2], 'before', ARGV[1], 'time', string.format('%.0f', now),
  'names', cmsgpack.pack(names), 'writes', packed)
redis.call('HSET', KEYS[1], 'stamp', ARGV[2], 'sequence', sequence, 'schema', ARGV[3])
if meta[4] then redis.call('HDEL', KEYS[1], 'turnOf', 'turnUntil') end
-- All fields of a hash in one call, or in a few.
local puts, removals = {}, {}
for i = 1, #writes, 3 do
  local place = tonumber(writes[i])
  if place > 0 then
    local fields = puts[place] or {}
    puts[place] = fields
    fields[#fields + 1] = writes[i + 1]
    fields[#fields + 1] = writes[i + 2]
  else
    local fields = removals[-place] or {}
    removals[-place] = fields
    fields[#fields + 1] = writes[i + 1]
  end
end
local function each(hashes, command)
  for place, fields in pairs(hashes) do
    for first = 1, #fields, FIELDS_MAX do
      local last = math.min(first + FIELDS_MAX - 1, #fields)
      redis.call(command, KEYS[place + 2], unpack(fields, first, last))
    end
  end
end
each(puts, 'HSET')
each(removals, 'HDEL')

-- Entries are of any size: where they are too large together, the older half goes.
local kept = redis.call('HINCRBY', KEYS[1], 'feedBytes', #packed)
if kept > tonumber(ARGV[10]) then
  redis.call('XTRIM', KEYS[2], 'MAXLEN', math.floor(redis.call('XLEN', KEYS[2]) / 2))
  redis.call('HSET', KEYS[1], 'feedBytes', math.floor(kept / 2))
end
redis.call('PUBLISH', ARGV[8], sequence .. ' ' .. ARGV[9])
return { 'done', time, sequence }
