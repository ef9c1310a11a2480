/* Sixteen threads share one const context without a lock, and each gets the same bits as a single
 * thread does: sixteen_threads [INSTANTS] */
#include <planettracker/planettracker.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREADS 16

struct job {
    const struct sky_context *sky; /* shared */
    size_t instants;
    struct sky_observation *seen; /* the thread's own: instants * SKY_BODY_COUNT */
    int failed;
};

static void *observe_all(void *given)
{
    struct job *job = given;
    struct sky_observer observer = sky_horizon_observer(-33.86, 151.21, 20.0);
    struct sky_air air = sky_refract_standard_air(20.0);
    for (size_t i = 0; i < job->instants; i++) {
        struct sky_tt when = {-30000.0 + 60000.0 * (double)i / (double)job->instants};
        struct sky_frame frame;
        struct sky_fault fault;
        if (sky_frame_init(job->sky, when, &frame, &fault) != BASE_ERR_OK) job->failed = 1;
        struct sky_viewpoint view =
            sky_apparent_viewpoint(&frame, &observer, SKY_APPARENT_TRUE_POLE);
        for (enum sky_body body = 0; body < SKY_BODY_COUNT && !job->failed; body++) {
            if (sky_frame_add(job->sky, body, &frame, &fault) != BASE_ERR_OK) job->failed = 1;
            job->seen[i * SKY_BODY_COUNT + body] = sky_observe(&view, body, &air);
        }
    }
    return NULL;
}

int main(int argc, char **argv)
{
    static struct data_dataset dataset;
    struct base_fault fault;
    if (data_dataset_open(NULL, &dataset, &fault) != BASE_ERR_OK) return 1;
    const size_t instants = argc > 1 ? strtoul(argv[1], NULL, 10) : 2000;
    const size_t bytes = instants * SKY_BODY_COUNT * sizeof(struct sky_observation);

    struct job jobs[THREADS + 1]; /* the last one runs on this thread alone */
    for (int i = 0; i <= THREADS; i++) {
        jobs[i] = (struct job){&dataset.sky, instants, calloc(1, bytes), 0};
        if (jobs[i].seen == NULL) return 1;
    }
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, observe_all, &jobs[i]) != 0) return 1;
    observe_all(&jobs[THREADS]);
    int different = 0;
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        different += jobs[i].failed || memcmp(jobs[i].seen, jobs[THREADS].seen, bytes) != 0;
    }
    printf("%zu positions in each of %d threads: %s\n", instants * SKY_BODY_COUNT, THREADS,
           different == 0 ? "the same bits as one alone" : "different bits");
    for (int i = 0; i <= THREADS; i++) free(jobs[i].seen);
    return different != 0 || jobs[THREADS].failed;
}
