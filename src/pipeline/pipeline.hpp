#pragma once

#include <cstdint>
#include <functional>

#include "hapmill/backend/backend.hpp"
#include "hapmill/input/matrix_source.hpp"
#include "hapmill/model/row_plan.hpp"
#include "input/broken_plan.hpp"
#include "input/matrix_input.hpp"
#include "input/row_rewriter.hpp"
#include "output/contig_writer.hpp"
#include "output/output_file.hpp"
#include "output/record_index.hpp"
#include "output/record_writer.hpp"
#include "pipeline/progress.hpp"
#include "pipeline/totals.hpp"

namespace hapmill {

/// Takes a row that is left out, and where it stands.
using RowWatch = std::function<void(RejectedRow const& row, RowPlace place)>;

/// What run_pipeline works with; it owns none of it.
struct Pipeline {
  RowPlan const& plan;
  MatrixInput const& input;
  MatrixSource& source;
  Backend& backend;
  RecordWriter& records;
  RecordIndex const* index;  ///< or null
  OutputFile* rejects;       ///< or null
  Progress& progress;
  RowRewriter const* rewriter = nullptr;  ///< that of the source, or null
  /// Called with each row that is left out, in output order, and its line; or empty.
  RowWatch on_rejected = {};
  ContigWriter* contigs = nullptr;  ///< `records`, if that has to know contigs

  /// Of the rows as they stand in the matrix.
  RowShape shape() const { return rewriter != nullptr ? rewriter->shape() : plan.delimiter; }
};

/// Runs all chunks of the source through the backend and writes their records in order: read →
/// submit → collect → write. RecordWriter::finish() is for the caller.
///
/// Throws InputError at the first bad row under BadRowPolicy::error, and BrokenPlan.
Totals run_pipeline(Pipeline const& pipeline);

}  // namespace hapmill
