-- wrk: seven planets in one request. FIELDS in the environment chooses columns. PLACES=one asks for one place
-- again and again, without it no address is ever asked twice.
local fields, places, turn, again = "", "", 0, nil

function init()
    fields, places = os.getenv("FIELDS") or "", os.getenv("PLACES") or ""
    if fields ~= "" then fields = "&fields=" .. fields end
    if places == "one" then again = target(48.93, 2.45) end
end

function target(lat, lon)
    return wrk.format("GET", string.format("/api/v1/positions?lat=%.4f&lon=%.4f%s", lat, lon, fields))
end

-- Steps that share no factor with their circle: all of its 6e12 places before one comes again.
function request()
    if again then return again end
    turn = turn + 1
    return target(turn * 7919 % 1800001 / 10000 - 90, turn * 104729 % 3600000 / 10000 - 180)
end
