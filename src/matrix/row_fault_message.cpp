#include "matrix/row_fault_message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "bytes/text_lines.hpp"
#include "hapmill/model/row_fields.hpp"

namespace hapmill {

namespace {

/// What is known of a matrix's columns.
class Columns {
 public:
  Columns(RowPlan const& plan, RowRewriter const* rewriter) : plan_{plan}, rewriter_{rewriter} {}

  std::uint32_t count() const {
    return rewriter_ != nullptr ? rewriter_->field_count() : plan_.field_count();
  }
  std::string at(std::uint32_t field) const {
    return fmt::format("column {} ({})", field + 1, name(field));
  }
  std::string_view text(std::string_view row, std::uint32_t field) const {
    RowShape const shape = rewriter_ != nullptr ? rewriter_->shape() : RowShape{plan_.delimiter};
    std::vector<FieldSpan> fields;
    split_row({row.data(), static_cast<std::uint32_t>(row.size())}, shape, fields);
    return field < fields.size() ? row.substr(fields[field].begin, fields[field].size) : "";
  }

 private:
  std::string name(std::uint32_t field) const {
    if (field >= count()) return "no name";
    if (rewriter_ != nullptr) return rewriter_->column_name(field);
    constexpr std::string_view site_names[site_field_count] = {"CHROM", "POS", "REF"};
    return field < site_field_count ? std::string{site_names[field]}
                                    : plan_.column_names[field - site_field_count];
  }

  RowPlan const& plan_;
  RowRewriter const* rewriter_;
};

std::string describe_field_count(RejectedRow const& row, Columns const& columns) {
  std::uint32_t const found = row.fault.field_count;
  std::uint32_t const expected = columns.count();
  if (found < expected) {
    return fmt::format("{}: the row ends after {} of {} columns (found {} last)", columns.at(found),
                       found, expected,
                       quoted(found == 0 ? "" : columns.text(row.text, found - 1)));
  }
  return fmt::format("column {} (no name): the row has {} columns, the header {} (found {})",
                     expected + 1, found, expected, quoted(columns.text(row.text, expected)));
}

std::string_view what_is_wrong(RowFaultKind kind, std::string_view found) {
  bool const has_control = std::any_of(found.begin(), found.end(), is_control);
  switch (kind) {
    case RowFaultKind::chrom:
      return found.empty() ? "the contig's name is empty"
                           : "white space or a control byte in the contig's name";
    case RowFaultKind::pos:
      return "not a position, a whole number from 1 to 2147483647";
    case RowFaultKind::ref:
      return has_control ? "a control byte in REF" : "REF is empty";
    case RowFaultKind::cell:
      return has_control ? "a control byte in a cell" : "the cell is empty";
    case RowFaultKind::ambiguous:
      return "an ambiguity code, which --ambiguous error refuses";
    case RowFaultKind::alleles:
      return "more distinct alleles in the row than 32640";
    case RowFaultKind::unphased:
      return "two alleles that are not phased, which the haplotype table cannot say";
    case RowFaultKind::quality:
      return "not a quality, a number";
    case RowFaultKind::alt_column:
      return "an allele that the row's ALT column does not list";
    case RowFaultKind::half_call:
      return "a half-call, which --half-call error refuses";
    case RowFaultKind::genotype:
      return "no genotype of this input format";
    case RowFaultKind::ref_unknown:
      return "no REF is known here: the alleles column names none, or the reference has no such "
             "contig or position";
    case RowFaultKind::ref_mismatch:
      return "the reference has another REF here";
    case RowFaultKind::contig_name:
      return "VCF allows no contig of this name";
    case RowFaultKind::contig_unknown:
      return "the contig is not among those that --fai or --contigs list";
    case RowFaultKind::contig_length:
      return "the position is beyond the contig's length in the .fai";
    case RowFaultKind::ref_allele:
      return "VCF takes no REF but A, C, G, T and N";
    case RowFaultKind::alt_allele:
      return "VCF takes no alternate but A, C, G, T, N and *";
    default:
      return "";
  }
}

std::string what_to_do(RejectedRow const& row, std::uint64_t line) {
  std::string advice;
  if (row.fault.kind == RowFaultKind::pos && line == 1) {
    advice =
        "if this line is a header, its first column has to be CHROM and --header to be left "
        "out; ";
  }
  if (row.fault.kind == RowFaultKind::fields) {
    advice = "if every row is so, the header does not fit the matrix; ";
  }
  if (row.fault.kind == RowFaultKind::quality) {
    advice = "if the column holds no quality, --cell-columns has to say so; ";
  }
  if (row.fault.kind == RowFaultKind::alt_column) {
    advice = "to leave the ALT column unread, name it skip in --columns; ";
  }
  if (row.fault.kind == RowFaultKind::alt_allele) {
    advice = "if it stands for a missing allele, name it with --missing-code; ";
  }
  if (row.fault.kind == RowFaultKind::contig_unknown) {
    advice = "give the .fai of the reference that the matrix was made with; ";
  }
  if (row.fault.kind == RowFaultKind::unphased) {
    advice = "phase the genotypes first, or take them with --unphased as-is or missing; ";
  }
  if (row.fault.kind == RowFaultKind::ref_unknown) {
    advice = "name the FASTA file that the positions are of with --reference; ";
  }
  if (row.text.find('\0') != std::string::npos) {
    advice = "there is a NUL byte in the row, so this may be no text file; ";
  }
  return advice +
         "mend the row, or leave such rows out with --on-bad-row skip (--rejects FILE "
         "keeps them)";
}

}  // namespace

std::string_view fault_reason(RowFaultKind kind) {
  switch (kind) {
    case RowFaultKind::none:
      return "none";
    case RowFaultKind::empty_line:
      return "empty-line";
    case RowFaultKind::fields:
      return "fields";
    case RowFaultKind::chrom:
      return "chrom";
    case RowFaultKind::pos:
      return "pos";
    case RowFaultKind::ref:
      return "ref";
    case RowFaultKind::cell:
      return "cell";
    case RowFaultKind::ambiguous:
      return "ambiguous";
    case RowFaultKind::alleles:
      return "alleles";
    case RowFaultKind::unphased:
      return "unphased";
    case RowFaultKind::quality:
      return "quality";
    case RowFaultKind::alt_column:
      return "alt-column";
    case RowFaultKind::half_call:
      return "half-call";
    case RowFaultKind::genotype:
      return "genotype";
    case RowFaultKind::ref_unknown:
      return "ref-unknown";
    case RowFaultKind::ref_mismatch:
      return "ref-mismatch";
    case RowFaultKind::contig_name:
      return "contig-name";
    case RowFaultKind::contig_unknown:
      return "contig-unknown";
    case RowFaultKind::contig_length:
      return "contig-length";
    case RowFaultKind::ref_allele:
      return "ref-allele";
    case RowFaultKind::alt_allele:
      return "alt-allele";
  }
  return "none";
}

std::string describe_fault(std::string const& matrix_name, std::uint64_t line,
                           RejectedRow const& row, RowPlan const& plan,
                           RowRewriter const* rewriter) {
  RowFault const& fault = row.fault;
  Columns const columns{plan, rewriter};
  std::string what;
  if (fault.kind == RowFaultKind::empty_line) {
    what = "column 1 (CHROM): the line is empty (found \"\")";
  } else if (fault.kind == RowFaultKind::fields) {
    what = describe_field_count(row, columns);
  } else {
    auto const found = std::string_view{row.text}.substr(fault.begin, fault.size);
    what = fmt::format("{}: {} (found {})", columns.at(fault.field),
                       what_is_wrong(fault.kind, found), quoted(found));
  }
  return fmt::format("{}:{}: {}; {}", matrix_name, line, what, what_to_do(row, line));
}

}  // namespace hapmill
