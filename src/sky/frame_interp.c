/* Chebyshev series of the quantities that change slowly. The cells lie on a fixed grid, so that the
 * frame of an instant does not depend on the frames computed before it.
 *
 * Anchor: the fastest term is the pull of Io on Jupiter, 7 mas in 1.77 days: 3.55 rad in a quarter
 * of a cell, of which degree 10 leaves 2 * 3.55^11 / 11! = 6 %, 0.4 mas.
 */
#include "sky/frame_interp.h"

#include "sky/const.h"
#include "sky/spk.h"

#include <assert.h>
#include <math.h>
#include <string.h>

void sky_frame_interp_init(struct sky_frame_interp *interp, const struct sky_context *context,
                           enum sky_body body)
{
    assert((unsigned)body < SKY_BODY_COUNT);
    interp->context = context;
    interp->body = body;
    interp->has_cell = false;
    for (int i = 0; i < 2 * SKY_FRAME_INTERP_DEGREE; i++)
        interp->cosine[i] = cos(SKY_PI * i / SKY_FRAME_INTERP_DEGREE);
}

static enum base_err state_at(const struct sky_frame_interp *interp, struct sky_tt when,
                              struct sky_frame_interp_state *state, struct sky_fault *fault)
{
    struct sky_frame frame;
    enum base_err err = sky_frame_of(interp->context, when, 1u << interp->body, &frame, fault);
    if (err != BASE_ERR_OK) return err;
    struct sky_viewpoint centre = sky_apparent_geocentre(&frame);
    struct sky_apparent place = sky_apparent_place(&centre, interp->body);
    struct sky_vec vel = frame.bodies[interp->body].vel_icrs_au_per_day;
    /* Moved on by the light time to the centre, because sky_apparent_place moves it back by the
     * light time to the observer. They differ by the motion of the body in at most 21 ms. */
    struct sky_vec pos = sky_vec_plus_scaled(
        sky_vec_scaled(place.dir_astrometric_gcrs, place.distance_au), place.light_days, vel);
    struct sky_vec sun = sky_vec_difference(frame.sun.pos_icrs_au, frame.earth.pos_icrs_au);
    *state = (struct sky_frame_interp_state){
        .pos_au = sky_vec_rotated(&frame.gcrs_to_cirs, pos),
        .vel_au_per_day = sky_vec_rotated(&frame.gcrs_to_cirs, vel),
        .earth_au_per_day = sky_vec_rotated(&frame.gcrs_to_cirs, frame.earth.vel_icrs_au_per_day),
        .sun_au = sky_vec_rotated(&frame.gcrs_to_cirs, sun),
    };
    return BASE_ERR_OK;
}

static void add_scaled(struct sky_frame_interp_state *sum, double factor,
                       const struct sky_frame_interp_state *state)
{
    sum->pos_au = sky_vec_plus_scaled(sum->pos_au, factor, state->pos_au);
    sum->vel_au_per_day = sky_vec_plus_scaled(sum->vel_au_per_day, factor, state->vel_au_per_day);
    sum->earth_au_per_day =
        sky_vec_plus_scaled(sum->earth_au_per_day, factor, state->earth_au_per_day);
    sum->sun_au = sky_vec_plus_scaled(sum->sun_au, factor, state->sun_au);
}

/* The series of a cell, from its values at the Chebyshev-Lobatto nodes. */
static enum base_err fill(struct sky_frame_interp *interp, double cell, struct sky_fault *fault)
{
    assert(cell == floor(cell));
    const int n = SKY_FRAME_INTERP_DEGREE;
    struct sky_frame_interp_state at[SKY_FRAME_INTERP_NODES];
    for (int j = 0; j <= n; j++) {
        struct sky_tt when = {(cell + 0.5 + 0.5 * interp->cosine[j]) * SKY_FRAME_INTERP_CELL_DAYS};
        enum base_err err = state_at(interp, when, &at[j], fault);
        if (err != BASE_ERR_OK) return err;
    }
    memset(interp->terms, 0, sizeof interp->terms);
    for (int k = 0; k <= n; k++)
        for (int j = 0; j <= n; j++) {
            double share = (j % n == 0 ? 0.5 : 1.0) * (k % n == 0 ? 0.5 : 1.0);
            double weight = 2.0 / n * share * interp->cosine[k * j % (2 * n)];
            add_scaled(&interp->terms[k], weight, &at[j]);
        }
    interp->cell = cell;
    interp->has_cell = true;
    return BASE_ERR_OK;
}

static struct sky_frame_interp_state sum_at(const struct sky_frame_interp *interp, double u)
{
    assert(u >= -1.0 && u <= 1.0);
    struct sky_frame_interp_state sum = interp->terms[0];
    double before = 1.0, here = u;
    for (int k = 1; k < SKY_FRAME_INTERP_NODES; k++) {
        add_scaled(&sum, here, &interp->terms[k]);
        double after = 2.0 * u * here - before;
        before = here;
        here = after;
    }
    return sum;
}

enum base_err sky_frame_interp_frame(struct sky_frame_interp *interp, struct sky_tt when,
                                     struct sky_frame *frame, struct sky_fault *fault)
{
    static const struct sky_mat SAME_AXES = {{{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {0.0, 0.0, 1.0}}};
    double cells = when.days / SKY_FRAME_INTERP_CELL_DAYS, cell = floor(cells);
    if (!interp->has_cell || cell != interp->cell) {
        enum base_err err = fill(interp, cell, fault);
        if (err != BASE_ERR_OK) return err;
    }
    assert(cells >= interp->cell && cells < interp->cell + 1.0);
    struct sky_frame_interp_state state = sum_at(interp, 2.0 * (cells - cell) - 1.0);
    frame->tt = when;
    frame->tdb =
        (struct sky_tdb){when.days}; /* to 2 ms, which is enough: the kernel is not read with it */
    frame->gcrs_to_cirs = SAME_AXES;
    frame->eo_rad = 0.0;
    frame->earth = (struct sky_state){{0.0, 0.0, 0.0}, state.earth_au_per_day};
    frame->sun = (struct sky_state){state.sun_au, {0.0, 0.0, 0.0}};
    frame->bodies[interp->body] =
        (struct sky_frame_body){state.pos_au, state.vel_au_per_day, {0.0, 0.0, 0.0}};
    frame->has = 1u << interp->body;
    sky_frame_turn(&interp->context->orient, frame);
    return BASE_ERR_OK;
}
