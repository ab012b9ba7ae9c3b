#pragma once

#include <cstdint>
#include <functional>

#include "bytes/output_file.hpp"
#include "convert/progress.hpp"
#include "convert/totals.hpp"
#include "hapmill/backend/backend.hpp"
#include "hapmill/backend/matrix_source.hpp"
#include "hapmill/model/row_plan.hpp"
#include "matrix/matrix_input.hpp"
#include "matrix/row_rewriter.hpp"
#include "records/record_writer.hpp"
#include "rows/broken_plan.hpp"

namespace hapmill {

/// Called with a row that is left out, and its place.
using RowWatch = std::function<void(RejectedRow const& row, RowPlace place)>;

/// What run_pipeline works with; it owns none of it.
struct Pipeline {
  RowPlan const& plan;
  MatrixInput const& input;
  MatrixSource& source;
  Backend& backend;
  RecordWriter& records;
  OutputFile* rejects;  ///< or null
  Progress& progress;
  RowRewriter const* rewriter = nullptr;  ///< that of the source, or null
  RowWatch on_rejected = {};  ///< called with each row that is left out, in output order; or empty

  /// Of the rows as they stand in the matrix.
  RowShape shape() const { return rewriter != nullptr ? rewriter->shape() : plan.delimiter; }
};

/// Runs all chunks of the source through the backend and writes their records in order: read →
/// submit → collect → write. RecordWriter::finish() is for the caller.
///
/// Throws InputError at the first bad row under BadRowPolicy::error, and BrokenPlan.
Totals run_pipeline(Pipeline const& pipeline);

}  // namespace hapmill
