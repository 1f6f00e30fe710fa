-- SPDX-License-Identifier: GPL-2.0-or-later
-- For wrk: each request the next query of a file, one encoded query a line.
--   wrk -s tests/web/queries.lua URL -- FILE
local queries = {}
local i = 0

function init(args)
  for line in io.lines(args[1]) do
    queries[#queries + 1] = line
  end
  i = math.random(#queries)
end

function request()
  i = i % #queries + 1
  return wrk.format("GET", wrk.path .. "?q=" .. queries[i])
end

function done(summary, latency)
  print(string.format("requests %d, errors %d, p50 %.1f ms, p99 %.1f ms, bytes/response %.0f",
    summary.requests, summary.errors.status + summary.errors.connect + summary.errors.read +
    summary.errors.write + summary.errors.timeout, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, summary.bytes / summary.requests))
end
