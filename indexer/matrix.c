/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "matrix.h"

#include <math.h>
#include <string.h>

enum {
    K = KB_MATRIX_COLUMNS,
    SWEEPS_MAX = 30
};

void
kb_sparse_times(const struct kb_sparse *m, bool transposed, const float *in, float *out)
{
    memset(out, 0, m->n * K * sizeof(*out));
    for (size_t r = 0; r < m->n; r++) {
        for (size_t i = m->row[r]; i < m->row[r + 1]; i++) {
            size_t c = m->columns[i];
            const float *from = in + (transposed ? r : c) * K;
            float *to = out + (transposed ? c : r) * K;
            for (size_t k = 0; k < K; k++)
                to[k] += m->values[i] * from[k];
        }
    }
}

static void
transpose(const float *in, size_t n_rows, size_t n_columns, float *out)
{
    for (size_t r = 0; r < n_rows; r++) {
        for (size_t c = 0; c < n_columns; c++)
            out[c * n_rows + r] = in[r * n_columns + c];
    }
}

static double
dot(const float *a, const float *b, size_t n)
{
    double sums[4] = {0, 0, 0, 0}; /* four chains of additions at once */
    size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        for (size_t k = 0; k < 4; k++)
            sums[k] += (double)(a[i + k] * b[i + k]);
    }
    for (; i < n; i++)
        sums[0] += (double)(a[i] * b[i]);
    return sums[0] + sums[1] + sums[2] + sums[3];
}

/* a += factor * b */
static void
add_scaled(float *a, const float *b, float factor, size_t n)
{
    for (size_t i = 0; i < n; i++)
        a[i] += factor * b[i];
}

void
kb_matrix_orthogonal(float *columns, size_t n, float *scratch)
{
    transpose(columns, n, K, scratch); /* each column in one piece */
    for (size_t c = 0; c < K; c++) {
        float *column = scratch + c * n;
        double before = dot(column, column, n);
        for (size_t k = 0; k < 2 * c; k++) {
            const float *other = scratch + k % c * n;
            add_scaled(column, other, (float)-dot(column, other, n), n);
        }
        double left = dot(column, column, n);
        bool hangs = left <= before * 1e-10 || left <= 0;
        float factor = hangs ? 0 : (float)(1 / sqrt(left));
        for (size_t i = 0; i < n; i++)
            column[i] *= factor;
    }
    transpose(scratch, K, n, columns);
}

/* Turn the plane of rows p and q so that a[p][q] becomes 0. */
static void
rotate(double *a, double *vectors, size_t p, size_t q)
{
    double apq = a[p * K + q];
    double theta = (a[q * K + q] - a[p * K + p]) / (2 * apq);
    double t = (theta >= 0 ? 1 : -1) / (fabs(theta) + sqrt(theta * theta + 1));
    double c = 1 / sqrt(t * t + 1);
    double s = t * c;
    for (size_t k = 0; k < K; k++) {
        double x = a[k * K + p];
        double y = a[k * K + q];
        a[k * K + p] = c * x - s * y;
        a[k * K + q] = s * x + c * y;
        x = vectors[k * K + p];
        y = vectors[k * K + q];
        vectors[k * K + p] = c * x - s * y;
        vectors[k * K + q] = s * x + c * y;
    }
    for (size_t k = 0; k < K; k++) {
        double x = a[p * K + k];
        double y = a[q * K + k];
        a[p * K + k] = c * x - s * y;
        a[q * K + k] = s * x + c * y;
    }
}

void
kb_matrix_eigen(double *a, double *vectors)
{
    double trace = 0;
    for (size_t i = 0; i < K; i++) {
        for (size_t k = 0; k < K; k++)
            vectors[i * K + k] = i == k;
        trace += fabs(a[i * K + i]);
    }
    double small = trace * 1e-14;
    bool rotated = true;
    for (int sweep = 0; sweep < SWEEPS_MAX && rotated; sweep++) {
        rotated = false;
        for (size_t p = 0; p < K; p++) {
            for (size_t q = p + 1; q < K; q++) {
                if (fabs(a[p * K + q]) <= small)
                    continue;
                rotate(a, vectors, p, q);
                rotated = true;
            }
        }
    }
}
