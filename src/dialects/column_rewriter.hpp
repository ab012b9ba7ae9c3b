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

/// How the cells are read if the columns are not those of a plain matrix.
struct CellReading {
  std::vector<std::string> column_names;  ///< haplotype columns
  AlleleRules rules{};                    ///< for the ALT column
  std::string missing_code;               ///< replaces a call whose quality is too low
  std::optional<double> least_quality;
  CellPicker const* picker = nullptr;
};

/// Makes the rewriter for a layout that is not plain.
std::unique_ptr<RowRewriter> make_column_rewriter(ColumnLayout const& layout, CellReading reading);

/// The value of a decimal number: digits, and optionally a point and more digits. Returns nothing
/// for any other text.
std::optional<double> parse_quality(std::string_view text);

}  // namespace hapmill
