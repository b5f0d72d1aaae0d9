-- Creates contacts of changing names at the location that is given.
local first = {"Amelia", "Bilal", "Carys", "Dmitri", "Eleanor", "Femi", "Grace", "Hamish", "Imogen", "Jakub", "Keira", "Liam",
  "Megan", "Nisha", "Oliver", "Priya", "Rhys", "Sofia", "Tomasz", "Yasmin"}
local last = {"Ashworth", "Bradshaw", "Calloway", "Dunmore", "Eastwood", "Fairclough", "Greenhalgh", "Hargreaves", "Ingleby",
  "Jessop", "Kirkbride", "Langdale", "Merriweather", "Nightingale", "Ormerod", "Pemberton", "Rushworth", "Shackleton", "Thornbury",
  "Whitcombe"}
local location

function init(arguments)
  location = arguments[1]
  math.randomseed(os.time())
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  local body = string.format('{"contact-type":"Client","last-name":"%s","first-name":"%s","location-uuid":"%s"}',
    last[math.random(#last)], first[math.random(#first)], location)
  return wrk.format("POST", nil, nil, body)
end
