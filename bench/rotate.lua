-- Sends the requests of a file in turn. Each line is a path and the tenant that is asked. They are made before the measurement, so
-- that one and many cost the load generator the same.
local requests, turn = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    local path, tenant = line:match("^(%S+) (%S+)$")
    local headers = {}
    for name, value in pairs(wrk.headers) do headers[name] = value end
    headers["Tenant-Id"] = tenant
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end
