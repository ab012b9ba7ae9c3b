#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dialects/cell_picker.hpp"
#include "hapmill/model/allele_rules.hpp"
#include "matrix/column_layout.hpp"
#include "matrix/row_rewriter.hpp"

namespace hapmill {

/// How the cells of a matrix with other columns than the plain one are read.
struct CellReading {
  std::vector<std::string> column_names;  ///< haplotype columns
  AlleleRules rules{};                    ///< for the ALT column
  std::string missing_code;               ///< what a call of too low a quality becomes
  std::optional<double> least_quality;
  CellPicker const* picker = nullptr;
};

/// The rewriter for the columns of a layout that is not plain.
std::unique_ptr<RowRewriter> make_column_rewriter(ColumnLayout const& layout, CellReading reading);

/// Value of a decimal number, digits with at most a point and digits behind them; none if the text
/// is no such number.
std::optional<double> parse_quality(std::string_view text);

}  // namespace hapmill
