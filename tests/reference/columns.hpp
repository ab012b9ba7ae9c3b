#pragma once

#include "options.hpp"
#include "reference_policies.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace reference {

/// The meaning of the fields of a row. Fields are counted from 0.
struct Columns {
  std::size_t chrom = 0;
  std::size_t pos = 1;
  std::size_t ref = 2;
  std::optional<std::size_t> alt;
  std::set<std::size_t> site;      ///< the site and skipped fields; all others belong to cells
  std::vector<std::string> parts;  ///< the parts of a cell: call, quality, skip
};

/// Parses `--columns` and `--cell-columns`. Throws UsageError.
Columns make_columns(Options const& options);

/// Returns the fields of a row. With `--delimiter spaces` a row may have none.
std::vector<std::string> split_row(std::string const& row, Options const& options);

/// Returns the fields with calls. Throws InputError if a row with that number of fields has none,
/// or has an incomplete cell.
std::vector<std::size_t> call_fields(Columns const& columns, std::size_t field_count);

/// Returns why a row is bad, in one word: `fields`, `quality` or `alt-column`; else nothing.
std::string check_columns(std::vector<std::string> const& fields, std::size_t column_count,
                          Options const& options, Policies const& policies);

/// Returns the row of a plain matrix: CHROM, POS, REF and one cell per haplotype column. Calls of
/// low quality are missing.
std::vector<std::string> arrange(std::vector<std::string> const& fields, Options const& options);

/// Returns the field of a row from which arrange() takes a field.
std::size_t original_field(std::size_t field, std::size_t column_count, Options const& options);

}  // namespace reference
