-- wrk: seven planets in one request, from random places, made once. FIELDS in the environment chooses columns.
local requests, turn = {}, 0

function init()
    math.randomseed(1)
    local fields = os.getenv("FIELDS") or ""
    for i = 1, 4096 do
        requests[i] = wrk.format("GET", string.format("/api/v1/positions?lat=%.4f&lon=%.4f%s",
            math.random() * 180 - 90, math.random() * 360 - 180, fields ~= "" and "&fields=" .. fields or ""))
    end
end

function request()
    turn = turn % #requests + 1
    return requests[turn]
end
