#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "check/cell_counts.hpp"
#include "check/row_order.hpp"
#include "convert/totals.hpp"
#include "hapmill/model/row_plan.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

/// An option that may help, and why.
struct Advice {
  std::string option;
  std::string because;
};

struct BadRow {
  std::uint64_t line = 0;
  std::string what;  ///< as an error says it
};

/// Whether `hapmill convert` would succeed.
struct CheckVerdict {
  ExitStatus status = ExitStatus::done;
  std::string problem;  ///< what it would say; empty where it would succeed
};

/// What was found in a matrix, as far as it could be read.
struct MatrixFindings {
  static constexpr std::size_t kept_bad_rows = 10;

  std::string matrix;
  std::vector<std::string> command;  ///< as typed
  CheckVerdict verdict;

  // Known once the header is read.
  bool has_header = false;
  std::uint64_t byte_count = 0;           ///< of a regular file, else 0
  std::string names_from;                 ///< where the names of the columns come from, in words
  std::uint64_t first_line = 0;           ///< of the rows
  std::vector<std::string> header_names;  ///< of columns of cells, or of genotypes
  RowPlan plan;
  std::vector<std::string> column_names;  ///< of alleles

  // Of the rows that went by.
  CountedCells reading;
  std::optional<CellCounts> cells;
  RowOrder order;
  std::uint64_t row_limit = 0;
  bool is_cut = false;  ///< there are more rows than the limit
  std::vector<BadRow> bad_rows;
  std::optional<Totals> totals;    ///< none where reading stopped
  std::vector<std::string> notes;  ///< as convert tells them

  std::vector<Advice> advice;
};

/// For people.
std::string findings_as_text(MatrixFindings const& findings);
/// The same as JSON.
std::string findings_as_json(MatrixFindings const& findings);

/// What a cell counts as, and what there is of it. Alleles first, by number of cells.
struct CellKind {
  enum class Role : std::uint8_t { allele, missing, deletion };
  std::string text;
  std::uint64_t count = 0;
  Role role = Role::allele;
};
std::vector<CellKind> cell_kinds(MatrixFindings const& findings);

/// Names that more than one column has, each once.
std::vector<std::string> repeated_names(std::vector<std::string> names);

}  // namespace hapmill
