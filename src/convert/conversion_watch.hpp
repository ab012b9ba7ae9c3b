#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "convert/totals.hpp"
#include "hapmill/backend/matrix_source.hpp"
#include "hapmill/model/row_counts.hpp"
#include "hapmill/model/row_plan.hpp"
#include "matrix/matrix_header.hpp"
#include "matrix/matrix_input.hpp"
#include "matrix/row_place.hpp"
#include "matrix/row_rewriter.hpp"
#include "options/convert_options.hpp"

namespace hapmill {

/// Looks on while a matrix is converted; called by the thread that converts.
class ConversionWatch {
 public:
  virtual ~ConversionWatch() = default;

  /// The header is read, and columns form samples.
  virtual void begin(RowPlan const& plan, MatrixHeader const& header, MatrixInput const& input) = 0;
  /// The source to convert from, which may be `source` itself: it is used no longer than that.
  /// Called again where a conversion starts again; what was seen before is void then.
  virtual MatrixSource& watch(MatrixSource& source) = 0;
  /// A row is left out; `rewriter` is that of the rows, or null.
  virtual void reject(RejectedRow const& row, RowPlace place, RowRewriter const* rewriter) = 0;
  /// All rows are converted. `notes` are what a user has to know of them.
  virtual void end(Totals const& totals, std::vector<std::string> const& notes) = 0;
};

/// Does what `hapmill convert` does, without a summary and a report. Throws hapmill::Error.
void run_conversion(ConvertOptions const& options, ConversionWatch& watch);

}  // namespace hapmill
