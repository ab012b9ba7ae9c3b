#include <fmt/format.h>

#include <algorithm>

#include "bytes/text_lines.hpp"
#include "hapmill/support/errors.hpp"
#include "matrix/matrix_header.hpp"

namespace hapmill {

namespace {

/// `column 5 is "b"`, or that there is none.
std::string describe_column(MatrixHeader const& header, std::size_t k) {
  if (k >= header.column_names.size()) return fmt::format("there is no column {}", k + 4);
  return fmt::format("column {} is {}", k + 4, quoted(header.column_names[k]));
}

void check_same_columns(MatrixFile const& first_file, MatrixHeader const& first,
                        MatrixFile const& file, MatrixHeader const& header) {
  auto const& names = first.column_names;
  auto const& others = header.column_names;
  constexpr char const* rule = "all files of a matrix need the same columns in the same order";
  if (!header.has_header_row && names.size() == others.size()) return;
  if (header.has_header_row && !first.has_header_row) {
    throw InputError{fmt::format("{} has a header row, and {} has none: {}", file.name(),
                                 first_file.name(), rule)};
  }
  if (names == others && !(header.layout == first.layout)) {
    throw InputError{
        fmt::format("{}: its header tells of other columns before the cells than {}'s: {}",
                    file.name(), first_file.name(), rule)};
  }
  if (names == others) return;
  if (!header.has_header_row) {
    throw InputError{fmt::format("{} has {} haplotype columns, where {} has {}: {}", file.name(),
                                 others.size(), first_file.name(), names.size(), rule)};
  }
  auto const at = static_cast<std::size_t>(
      std::mismatch(names.begin(), names.end(), others.begin(), others.end()).first -
      names.begin());
  throw InputError{fmt::format("{}: {}, where in {} {}: {}", file.name(),
                               describe_column(header, at), first_file.name(),
                               describe_column(first, at), rule)};
}

}  // namespace

MatrixHeader read_matrix_header(MatrixInput& input, HeaderOptions const& options) {
  MatrixHeader first = read_file_header(input.file(0), options);
  input.begin_rows(0, first.data_begin, first.first_line, first.prefix);
  for (std::size_t k = 1; k < input.file_count(); ++k) {
    MatrixHeader header = read_file_header(input.file(k), options);
    check_same_columns(input.file(0), first, input.file(k), header);
    if (first.genotype_size == 0) first.genotype_size = header.genotype_size;
    input.begin_rows(k, header.data_begin, header.first_line, std::move(header.prefix));
  }
  return first;
}

}  // namespace hapmill
