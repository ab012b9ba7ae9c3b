#pragma once

#include "matrix_case.hpp"

#include "hapmill/backend/cuda_backend.hpp"
#include "support/random.hpp"

#include <atomic>
#include <string>

namespace hapmill::test {

/// Options with sizes at which slots overflow now and then; `cpu_chunks` counts what went to the
/// CPU. Keeps references.
cu::CudaOptions make_options(MatrixCase const& matrix, Random& random,
                             std::atomic<int>& cpu_chunks);

/// Converts all chunks as the pipeline does, each compared with what the CPU makes of it: a fatal
/// failure where they differ.
void expect_same_batches(MatrixCase const& matrix, MatrixSource& source, Backend& backend,
                         std::string const& name, int& chunk_count);

}  // namespace hapmill::test
