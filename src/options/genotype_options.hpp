#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dialects/reference_sequence.hpp"
#include "hapmill/model/row_plan.hpp"
#include "matrix/input_format.hpp"
#include "matrix/row_shape.hpp"
#include "options/allele_rules_builder.hpp"
#include "options/convert_options.hpp"

namespace hapmill {

/// What becomes of a row whose REF is not what the reference has.
enum class RefCheck : std::uint8_t { none, warn, error };

/// What the options say of `--input-format` and `--reference`.
struct GenotypePlan {
  InputFormat format = InputFormat::matrix;
  std::optional<ReferencePaths> reference;
  RefCheck check = RefCheck::none;
  std::vector<std::string> missing_codes;
  bool refuses_unphased = false;     ///< by the table
  bool unphased_is_missing = false;  ///< in the table
};

/// Throws UsageError: words that none of the options knows, options that the format has no place
/// for, HapMap for the table.
GenotypePlan plan_genotypes(ConvertOptions const& options, RecordKind kind);

/// What the format says of rows and their shape. Throws UsageError for a delimiter that genotypes
/// hold.
void apply(GenotypePlan const& genotypes, RowShape& shape, RowPlan& row);

/// The missing codes of a format where none is given.
std::vector<std::string> missing_codes_of(InputFormat format);

/// Throws UsageError for codes that the format needs for something else.
void check_codes(InputFormat format, CellOptions const& cells);

/// The columns of canonical rows made of genotypes, and the samples that they form. Throws
/// InputError: two samples of one name.
void add_genotype_columns(InputFormat format, std::vector<std::string> const& names, RowPlan& row);

}  // namespace hapmill
