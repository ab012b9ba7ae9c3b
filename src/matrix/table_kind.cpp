#include "matrix/table_kind.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "bytes/text_lines.hpp"
#include "hapmill/model/row_fields.hpp"
#include "matrix/table_sample.hpp"

namespace hapmill {

namespace {

bool stands_for_missing(std::string_view cell) {
  static constexpr std::array words{"",  "NA", "NAN", ".",  "-",    "N",
                                    "?", "-9", "-1",  "NN", "NULL", "NONE"};
  return std::find(words.begin(), words.end(), upper_case(cell)) != words.end();
}

bool is_dosage(std::string_view cell) { return cell == "0" || cell == "1" || cell == "2"; }

/// Whether all fields of all rows but the first line, from `field` on, are so.
template <class Test>
bool all_from(std::vector<SampleFields> const& rows, std::size_t field, Test const& test) {
  return std::all_of(rows.begin() + 1, rows.end(), [&](SampleFields const& row) {
    return row.size() > field &&
           std::all_of(row.begin() + static_cast<std::ptrdiff_t>(field), row.end(), test);
  });
}

template <class Test>
bool all_rows(std::vector<SampleFields> const& rows, Test const& test) {
  return std::all_of(rows.begin() + 1, rows.end(), test);
}

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

bool has_digit(std::string_view text) { return std::any_of(text.begin(), text.end(), is_digit); }

/// A row for each sample. There is no position in it: only names, and genotypes or counts.
bool is_transposed(std::vector<SampleFields> const& rows) {
  bool const is_turned_matrix = rows.size() >= 3 && has_digit(rows[1].back()) &&
                                upper_case(rows[1].front()) == "POS" &&
                                upper_case(rows[2].front()) == "REF";
  if (is_turned_matrix) return true;
  SampleFields const& names = rows.front();
  if (rows.size() < 3 || names.size() < 4) return false;
  bool const names_sites = std::all_of(names.begin() + 1, names.end(), has_digit);
  if (!names_sites) return false;
  if (all_from(rows, 1, is_genotype)) return true;
  bool const has_zero = std::any_of(rows.begin() + 1, rows.end(), [](SampleFields const& row) {
    return row.size() > 1 && row[1] == "0";
  });
  return has_zero && all_from(rows, 1, [](std::string_view cell) {
           return is_dosage(cell) || stands_for_missing(cell);
         });
}

/// Family, individual, father, mother, sex, phenotype, then two alleles a site.
bool is_ped(std::vector<SampleFields> const& rows) {
  return std::all_of(rows.begin(), rows.end(), [](SampleFields const& row) {
    return row.size() >= 8 && row.size() % 2 == 0 && row[2] == "0" && row[3] == "0" &&
           is_dosage(row[4]) && is_decimal(row[5]) &&
           std::all_of(row.begin() + 6, row.end(), [](std::string_view cell) {
             return cell.size() == 1 && std::string_view{"ACGT0N"}.find(cell[0]) != cell.npos;
           });
  });
}

/// Contig, position, strand, context (CG, CHG, CHH or the bases), counts.
bool is_methylation_calls(std::vector<SampleFields> const& rows) {
  return rows.size() >= 3 && all_rows(rows, [](SampleFields const& row) {
           return row.size() >= 6 && is_decimal(row[1]) && (row[2] == "+" || row[2] == "-") &&
                  row[3].starts_with('C') && row[3].size() >= 2 && row[3].size() <= 3 &&
                  std::all_of(row.begin() + 4, row.end(), is_decimal);
         });
}

/// Contig, start, end: BED, bedGraph, coverage.
bool is_intervals(std::vector<SampleFields> const& rows) {
  bool has_large = false;
  bool const fits = all_rows(rows, [&](SampleFields const& row) {
    if (row.size() < 3) return false;
    auto const value = [&](std::size_t f) {
      return parse_pos(row[f].data(), static_cast<std::uint32_t>(row[f].size()));
    };
    has_large = has_large || value(2) > 9;
    return row[2].size() < 11 && row[1].size() < 11 && value(2) != 0 &&
           (value(1) != 0 || row[1] == "0") && value(2) >= value(1) &&
           std::all_of(row.begin() + 3, row.end(), [](std::string_view field) {
             return is_decimal(field) || stands_for_missing(field);
           });
  });
  return rows.size() >= 3 && fits && has_large;
}

/// A table of numbers where alleles should be. Alleles may be digits, but then REF is one too.
std::optional<std::string> what_numbers(std::vector<SampleFields> const& rows) {
  constexpr std::size_t least_cells = 3;
  std::set<std::string_view> values;
  std::size_t cell_count = 0;
  bool has_fraction = false;
  bool has_ref = false;
  if (rows.size() < 3) return std::nullopt;
  for (std::size_t k = 1; k < rows.size(); ++k) {
    SampleFields const& row = rows[k];
    if (row.size() <= site_field_count || !is_decimal(row[1])) return std::nullopt;
    has_ref = has_ref || !(is_decimal(row[2]) || stands_for_missing(row[2]));
    for (std::size_t f = site_field_count; f < row.size(); ++f) {
      if (stands_for_missing(row[f])) continue;
      if (!is_decimal(row[f])) return std::nullopt;
      if (values.size() < 8) values.insert(row[f]);
      has_fraction = has_fraction || row[f].find('.') != std::string_view::npos;
      ++cell_count;
    }
  }
  if (cell_count < least_cells || values.size() < 2 || !(has_ref || has_fraction)) {
    return std::nullopt;
  }
  if (std::all_of(values.begin(), values.end(), is_dosage)) {
    return "is a numeric matrix, with 0, 1 and 2 for genotypes or calls, not a genome matrix: a "
           "cell has to hold the allele itself, as A or T";
  }
  return "is a matrix of numbers (found " + quoted(*values.rbegin()) +
         "), of methylation levels, counts or dosages, not a genome matrix: a cell has to hold "
         "the allele itself, as A or T";
}

}  // namespace

std::optional<std::string> what_table_looks_like(std::string_view begin, char delimiter) {
  auto const rows = leading_rows(begin, delimiter);
  if (rows.empty()) return std::nullopt;
  SampleFields const& first = rows.front();
  if (begins_with_names(first, {"#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO"})) {
    return looks_like_vcf;
  }
  if (begins_with_names(first, {"FID", "IID", "PAT", "MAT", "SEX", "PHENOTYPE"})) {
    return "is a PLINK .raw file, with counts of alleles and samples in rows, not a genome matrix: "
           "`plink2 --export vcf` writes VCF, and `hapmill extract` makes a matrix of phased VCF";
  }
  if (is_ped(rows)) {
    return "is a PLINK .ped file, with samples in rows, not a genome matrix: `plink2 --export vcf` "
           "writes VCF, and `hapmill extract` makes a matrix of phased VCF";
  }
  bool const names_methylation = std::any_of(first.begin(), first.end(), [](auto const name) {
    return upper_case(name) == "MC_CLASS" || upper_case(name) == "METHYLATION_CALL";
  });
  if (names_methylation || is_methylation_calls(rows)) {
    return "is a table of methylation calls, not a genome matrix, although both are called by the "
           "names of genomes: the matrix of genotypes has a REF column and a letter in each cell";
  }
  if (is_transposed(rows)) {
    return "has its samples in rows and its sites in columns, not a row for each site: turn it by "
           "90 degrees (`datamash transpose`), with CHROM, POS and REF before the samples";
  }
  if (is_intervals(rows)) {
    return "is a table of intervals, as BED or coverage are, not a genome matrix: its third column "
           "holds positions too, where REF has to be";
  }
  return what_numbers(rows);
}

}  // namespace hapmill
