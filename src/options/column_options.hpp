#pragma once

#include <optional>

#include "matrix/column_layout.hpp"
#include "options/convert_options.hpp"

namespace hapmill {

/// What `--delimiter`, `--columns` and `--cell-columns` say. Throws UsageError.
ColumnLayout parse_columns(ConvertOptions const& options);

/// `--min-quality`. Throws UsageError.
std::optional<double> parse_min_quality(ConvertOptions const& options, ColumnLayout const& layout);

}  // namespace hapmill
