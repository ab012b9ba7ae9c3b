#pragma once

#include "matrix_case.hpp"

#include "hapmill/backend/cuda_backend.hpp"
#include "support/random.hpp"

#include <atomic>
#include <set>
#include <string>

namespace hapmill::test {

/// Options with sizes at which slots overflow now and then; `cpu_chunks` counts what went to the
/// CPU. Keeps references.
cu::CudaOptions make_options(MatrixCase const& matrix, Random& random,
                             std::atomic<int>& cpu_chunks);

/// What the batches compared were like.
struct SeenBatches {
  int chunk_count = 0;
  std::set<RowFaultKind> faults;  ///< of rows left out, or at which conversion stopped
};

/// Converts all chunks as the pipeline does, each compared with what the CPU makes of it: a fatal
/// failure where they differ.
void expect_same_batches(MatrixCase const& matrix, MatrixSource& source, Backend& backend,
                         std::string const& name, SeenBatches& seen);

}  // namespace hapmill::test
