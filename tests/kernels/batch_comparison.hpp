#pragma once

#include "matrix_case.hpp"

#include "hapmill/backend/cuda_backend.hpp"
#include "support/random.hpp"

#include <atomic>
#include <set>
#include <string>

namespace hapmill::test {

/// Makes options with sizes at which slots sometimes overflow. `cpu_chunks` counts the chunks that
/// the CPU converts. Keeps references.
cu::CudaOptions make_options(MatrixCase const& matrix, Random& random,
                             std::atomic<int>& cpu_chunks);

/// What occurred in the batches that were compared.
struct SeenBatches {
  int chunk_count = 0;
  /// Faults of rejected rows and of rows at which conversion stopped.
  std::set<RowFaultKind> faults;
};

/// Converts all chunks as the pipeline does and compares each batch with the CPU's. A difference is
/// a fatal failure.
void expect_same_batches(MatrixCase const& matrix, MatrixSource& source, Backend& backend,
                         std::string const& name, SeenBatches& seen);

}  // namespace hapmill::test
