// A page that makes exactly the calls of the application from which PlanetTracker developed: geolocation, POST /geo_location as a form, the
// answer written into the fields, then every two seconds one GET /planets/{name} for each planet. It does not check the answers, as that one
// did not, and must work unmodified (serve --web-root).

const NAMES = ['mercury', 'venus', 'mars', 'jupiter', 'saturn', 'uranus', 'neptune'];
const observer = { lon: '', lat: '', elevation: '' };

function call(method, url, form, done) {
    const request = new XMLHttpRequest();
    request.open(method, url, true);
    if (form) request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    request.onload = () => done(JSON.parse(request.responseText));
    request.send(form);
}

function resetGeoLocation() {
    navigator.geolocation.getCurrentPosition(({ coords }) => {
        const form = `lat=${coords.latitude}&lon=${coords.longitude}&elevation=${coords.altitude || 0}`;
        call('POST', '/geo_location', form, (echo) => {
            for (const name of Object.keys(observer)) {
                observer[name] = echo[name];
                document.getElementById(name).value = echo[name];
            }
            tick();
        });
    });
}

function row(name) {
    let tr = document.getElementById(name);
    if (tr) return tr;
    tr = document.createElement('tr');
    tr.id = name;
    for (let i = 0; i < 3; i++) tr.appendChild(document.createElement('td'));
    document.getElementById('planets').appendChild(tr);
    return tr;
}

function tick() {
    const query = `lon=${observer.lon}&lat=${observer.lat}&elevation=${observer.elevation}`;
    for (const name of NAMES) {
        call('GET', `/planets/${name}?${query}`, null, (planet) => {
            const cells = row(planet.name).children;
            cells[0].textContent = planet.name;
            cells[1].textContent = planet.az.toFixed(2);
            cells[2].textContent = planet.alt.toFixed(2);
        });
    }
}

for (const name of Object.keys(observer)) {
    let timer = 0;
    document.getElementById(name).addEventListener('input', (event) => {
        clearTimeout(timer);
        timer = setTimeout(() => { observer[name] = event.target.value; tick(); }, 500);
    });
}
document.getElementById('reset').addEventListener('click', resetGeoLocation);
setInterval(() => { if (observer.lat !== '') tick(); }, 2000);
resetGeoLocation();
