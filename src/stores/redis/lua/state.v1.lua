-- The state of a tenant: { stamp ('' for none), sequence, schema ('' for none), time in ms }.
--
-- KEYS  meta

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + tonumber(clock[2]) / 1000
local time = string.format('%.3f', now)
local meta = redis.call('HMGET', KEYS[1], 'stamp', 'sequence', 'schema')
return { meta[1] or '', tonumber(meta[2] or '0'), meta[3] or '', time }
