#include "options/genotype_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "bytes/text_lines.hpp"
#include "dialects/hapmap_rewriter.hpp"
#include "options/option_table.hpp"

namespace hapmill {

namespace {

enum class Unphased : std::uint8_t { error, as_is, missing };

RefCheck parse_check(ConvertOptions const& options, InputFormat format) {
  if (options.check_ref && !options.reference) {
    throw UsageError{"--check-ref needs the reference: name its FASTA file with --reference"};
  }
  if (options.check_ref && format == InputFormat::hapmap) {
    throw UsageError{
        "--check-ref: HapMap has no column of REF to check; with --reference it is the "
        "reference's base"};
  }
  if (!options.reference || format == InputFormat::hapmap) return RefCheck::none;
  return parse_word<RefCheck>("check-ref", options.check_ref.value_or("warn"),
                              {{"warn", RefCheck::warn}, {"error", RefCheck::error}});
}

void refuse_column_options(ConvertOptions const& options) {
  auto const refuse = [&](bool is_given, char const* names) {
    if (!is_given) return;
    throw UsageError{fmt::format("{}: --input-format {} has one column per sample, at fixed places",
                                 names, options.input_format)};
  };
  refuse(options.has_pairing, "--pairs and --unpaired");
  refuse(options.columns.has_value(), "--columns");
  refuse(options.cell_columns.has_value() || options.min_quality.has_value(),
         "--cell-columns and --min-quality");
}

}  // namespace

GenotypePlan plan_genotypes(ConvertOptions const& options, RecordKind kind) {
  GenotypePlan plan;
  plan.format = parse_word<InputFormat>("input-format", options.input_format,
                                        {{"matrix", InputFormat::matrix},
                                         {"diploid", InputFormat::diploid},
                                         {"hapmap", InputFormat::hapmap}});
  plan.reference = options.files.reference;
  plan.check = parse_check(options, plan.format);
  bool const has_genotypes = plan.format != InputFormat::matrix;
  bool const is_table = kind == RecordKind::table;
  if (options.unphased && !(has_genotypes && is_table)) {
    throw UsageError{
        "--unphased is for the haplotype table, of --input-format diploid and hapmap; VCF and BCF "
        "say which genotypes are phased, and a matrix is"};
  }
  if (!has_genotypes) return plan;
  refuse_column_options(options);
  auto const unphased = parse_word<Unphased>(
      "unphased", options.unphased.value_or("error"),
      {{"error", Unphased::error}, {"as-is", Unphased::as_is}, {"missing", Unphased::missing}});
  plan.refuses_unphased = is_table && unphased == Unphased::error;
  plan.unphased_is_missing = is_table && unphased == Unphased::missing;
  if (plan.format == InputFormat::hapmap && is_table && !options.unphased) {
    throw UsageError{
        "genotypes of HapMap are not phased, and the haplotype table is of phased ones: write VCF "
        "or BCF (-O v, z, u, b), or take them with --unphased as-is (in the order in which they "
        "stand), missing (heterozygous ones), error (rows with such do not fit)"};
  }
  return plan;
}

void apply(GenotypePlan const& genotypes, RowShape& shape, RowPlan& row) {
  if (genotypes.reference && row.kind != RecordKind::table) {
    row.meta_lines.push_back("##reference=" + genotypes.reference->fasta.text());
  }
  if (genotypes.format == InputFormat::matrix) return;
  std::string_view const delimiters = "\t ,;:";
  if (delimiters.find(shape.delimiter) == std::string_view::npos) {
    throw UsageError{
        fmt::format("--delimiter: --input-format {} takes a TAB, a space, a comma, ; "
                    "and :, since genotypes may hold the other bytes",
                    genotypes.format == InputFormat::hapmap ? "hapmap" : "diploid")};
  }
  row.phase.refuses_unphased = genotypes.refuses_unphased;
  if (genotypes.format != InputFormat::hapmap) return;
  shape.chrom_field = hapmap_chrom_field;
  shape.pos_field = hapmap_pos_field;
  row.phase.is_unphased = true;
  if (!genotypes.reference) {
    row.meta_lines.push_back(
        "##hapmillREF=the first allele of each row's alleles column, not compared with a "
        "reference");
  }
}

std::vector<std::string> missing_codes_of(InputFormat format) {
  switch (format) {
    case InputFormat::diploid:
      return {"."};
    case InputFormat::hapmap:
      return {"N", "X"};
    case InputFormat::matrix:
      break;
  }
  return {"N"};
}

void check_codes(InputFormat format, CellOptions const& cells) {
  if (format != InputFormat::diploid) return;
  auto codes = cells.missing_codes;
  codes.push_back(cells.deletion_code);
  for (auto const& code : codes) {
    bool const is_taken = code == "1" || code.find_first_of("|/") != std::string::npos;
    if (!is_taken) continue;
    throw UsageError{
        "a missing or deletion code of --input-format diploid is the text of one "
        "allele, and neither 1 nor one that holds | or /: " +
        code + " cannot be it"};
  }
}

void add_genotype_columns(InputFormat format, std::vector<std::string> const& names, RowPlan& row) {
  auto const count = static_cast<std::uint32_t>(names.size());
  std::set<std::string_view> seen;
  for (auto const& name : names) {
    if (seen.insert(name).second) continue;
    throw InputError{
        fmt::format("two samples are called {}: give one of them another name in the "
                    "header, or all of them with --header FILE",
                    quoted(name))};
  }
  for (std::uint32_t k = 0; k < count; ++k) {
    row.column_names.push_back(names[k]);
    row.column_names.push_back(names[k]);
    row.samples.push_back({names[k], {2 * k, 2 * k + 1}});
  }
  if (format != InputFormat::diploid) return;
  row.phase.first_column = 2 * count;
  row.column_names.insert(row.column_names.end(), names.begin(), names.end());
  row.uncounted.assign(row.column_names.size(), 0);
  std::fill(row.uncounted.begin() + 2 * std::ptrdiff_t{count}, row.uncounted.end(),
            missing_bit<ByteCode>);
}

}  // namespace hapmill
