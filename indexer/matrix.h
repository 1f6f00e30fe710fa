/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The little linear algebra that indexer/neighbour needs: a sparse matrix times some
 * columns, and orthogonal columns. Deterministic: all sums in one order. Calls base. */
#ifndef KB_INDEXER_MATRIX_H
#define KB_INDEXER_MATRIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    KB_MATRIX_COLUMNS = 48 /* of the dense matrices: 32, 48 and 64 measure alike */
};

/* A square sparse matrix, row by row. */
struct kb_sparse {
    size_t n;    /* rows and columns (count) */
    size_t *row; /* where each row begins, and the end; n + 1; owned by the caller */
    uint32_t *columns; /* owned by the caller */
    float *values;     /* " */
};

/**
 * `out` = matrix times `in`, or its transposed; both n x KB_MATRIX_COLUMNS, row by row.
 */
void kb_sparse_times(const struct kb_sparse *matrix, bool transposed, const float *in,
                     float *out);

/**
 * Make the columns orthogonal and of length 1, those that hang on others zero.
 *
 *   columns    n x KB_MATRIX_COLUMNS, row by row; changed
 *   scratch    as large
 *
 * Source: modified Gram-Schmidt, twice (Giraud et al., 2005).
 */
void kb_matrix_orthogonal(float *columns, size_t n, float *scratch);

/**
 * Eigenvalues and eigenvectors of a symmetric matrix of KB_MATRIX_COLUMNS rows.
 *
 *   a          row by row; its diagonal becomes the eigenvalues
 *   vectors    set; column k belongs to eigenvalue k
 *
 * Source: cyclic Jacobi, Golub & Van Loan, Matrix Computations, 8.5.
 */
void kb_matrix_eigen(double *a, double *vectors);

#endif
