-- wrk: GET /planets/mars from random places, made once so that the client costs little.
local requests, turn = {}, 0

function init()
    math.randomseed(1)
    for i = 1, 4096 do
        local path = string.format("/planets/mars?lon=%.4f&lat=%.4f&elevation=%d",
            math.random() * 360 - 180, math.random() * 180 - 90, math.random(0, 3000))
        requests[i] = wrk.format("GET", path)
    end
end

function request()
    turn = turn % #requests + 1
    return requests[turn]
end
