#include "matrix/genotype_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bytes/text_lines.hpp"
#include "hapmill/model/allele_rules.hpp"
#include "hapmill/model/row_fields.hpp"
#include "hapmill/support/errors.hpp"
#include "matrix/hapmap_fields.hpp"

namespace hapmill {

namespace {

using Names = std::vector<std::string>;

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), to_upper);
  return text;
}

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

template <std::size_t count>
bool is_one_of(std::string const& name, std::array<char const*, count> const& names) {
  return std::find(names.begin(), names.end(), upper(name)) != names.end();
}

constexpr std::array chrom_names{"CHROM", "CHR", "CHROMOSOME", "CONTIG", "SCAFFOLD", "CHROMO"};
constexpr std::array pos_names{"POS", "POSITION", "BP"};

/// `# [1]CHROM`, `[4]name:GT`: as `bcftools query -H` names a column.
std::string without_query_marks(std::string name) {
  if (name.starts_with('#')) name.erase(0, name.starts_with("# ") ? 2 : 1);
  std::size_t const bracket = name.find(']');
  if (!name.starts_with('[') || bracket == std::string::npos ||
      !is_number(std::string_view{name}.substr(1, bracket - 1))) {
    return name;
  }
  name.erase(0, bracket + 1);
  for (std::string_view const tag : {":GT", ":TGT"}) {
    if (name.ends_with(tag)) {
      name.resize(name.size() - tag.size());
      break;
    }
  }
  return name;
}

std::size_t site_count(InputFormat format) {
  return format == InputFormat::hapmap ? hapmap_site_fields : site_field_count;
}

void check_hapmap_names(Names const& names, std::string const& where) {
  bool const fits = is_one_of(names[hapmap_chrom_field], chrom_names) &&
                    is_one_of(names[hapmap_pos_field], pos_names);
  if (fits) return;
  throw InputError{fmt::format(
      "{}: columns 3 and 4 are called {} and {}, where HapMap has chrom and pos: its columns are "
      "{}, then one a sample",
      where, quoted(names[hapmap_chrom_field]), quoted(names[hapmap_pos_field]),
      fmt::join(genotype_site_names(InputFormat::hapmap), " "))};
}

}  // namespace

Names genotype_site_names(InputFormat format) {
  if (format != InputFormat::hapmap) return {"CHROM", "POS", "REF"};
  return {"rs#",    "alleles",  "chrom",     "pos",       "strand", "assembly#",
          "center", "protLSID", "assayLSID", "panelLSID", "QCcode"};
}

bool is_hapmap_header(Names const& fields) {
  return fields.size() >= site_count(InputFormat::hapmap) &&
         is_one_of(fields[hapmap_chrom_field], chrom_names) &&
         is_one_of(fields[hapmap_pos_field], pos_names);
}

bool is_genotype_header(InputFormat format, Names const& fields) {
  if (format == InputFormat::hapmap) {
    return fields.size() > hapmap_pos_field && !is_number(fields[hapmap_pos_field]);
  }
  return fields.size() > 1 && is_one_of(without_query_marks(fields[0]), chrom_names) &&
         !is_number(fields[1]);
}

std::uint32_t count_genotypes_of_row(InputFormat format, std::size_t field_count,
                                     std::string const& where) {
  if (field_count > site_count(format)) {
    return static_cast<std::uint32_t>(field_count - site_count(format));
  }
  throw InputError{fmt::format(
      "{}: {} column{}, where {} and at least one sample are needed; if another byte than a TAB "
      "separates them, name it with --delimiter",
      where, field_count, field_count == 1 ? "" : "s",
      fmt::join(genotype_site_names(format), ", "))};
}

Names genotype_column_names(InputFormat format, Names fields, std::string const& where) {
  count_genotypes_of_row(format, fields.size(), where);
  if (format == InputFormat::hapmap) {
    check_hapmap_names(fields, where);
  } else {
    std::transform(fields.begin(), fields.end(), fields.begin(), without_query_marks);
  }
  for (std::size_t k = site_count(format); k < fields.size(); ++k) {
    if (!fields[k].empty()) continue;
    throw InputError{
        fmt::format("{}: column {} has no name: give it one in the header", where, k + 1)};
  }
  return fields;
}

std::uint32_t hapmap_genotype_size(Names const& first_row) {
  for (std::size_t k = hapmap_site_fields; k < first_row.size(); ++k) {
    if (first_row[k].size() > 1) return 2;
  }
  return 1;
}

}  // namespace hapmill
