#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "bytes/text_lines.hpp"
#include "check/advice.hpp"
#include "matrix/table_sample.hpp"
#include "support/human_units.hpp"

namespace hapmill {

namespace {

std::string cells_hold(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}", count == 1 ? "1 cell is" : human_count(count) + " cells are", what);
}

bool is_base(std::string_view text) {
  return text.size() == 1 && std::string_view{"ACGT"}.find(to_upper(text[0])) != text.npos;
}

/// Whether a text usually means a missing allele and is never an allele.
bool is_word_for_missing(std::string_view text) {
  static constexpr std::string_view words[] = {".",   "?",   "N",   "NA",  "NAN",  "X", "NN",
                                               "./.", ".|.", "N|N", "N/N", "NULL", "-9"};
  return std::find(std::begin(words), std::end(words), upper_case(text)) != std::end(words);
}

std::string shell_quoted(std::string const& text) {
  bool const is_plain = std::all_of(text.begin(), text.end(), [](unsigned char byte) {
    return std::isalnum(byte) != 0 || byte == '.' || byte == '-';
  });
  return is_plain ? text : "'" + text + "'";
}

void advise_on_codes(MatrixFindings const& found, std::vector<CellKind> const& kinds,
                     std::vector<Advice>& advice) {
  std::uint64_t lower_case = 0;
  std::uint64_t ambiguous = 0;
  std::vector<CellKind> missing;
  for (auto const& kind : kinds) {
    if (kind.role != CellKind::Role::allele) continue;
    bool const is_lower = std::any_of(kind.text.begin(), kind.text.end(),
                                      [](char byte) { return byte >= 'a' && byte <= 'z'; });
    if (is_word_for_missing(kind.text) && !(is_lower && kind.text == "n")) {
      missing.push_back(kind);
    } else if (is_lower && (is_base(kind.text) || kind.text == "n") && !found.reading.fold_case) {
      lower_case += kind.count;
    } else if (kind.text.size() == 1 && is_ambiguous_base(kind.text[0])) {
      ambiguous += kind.count;
    }
  }
  for (auto const& kind : missing) {
    advice.push_back(
        {"--missing-code " + shell_quoted(kind.text),
         cells_hold(kind.count, quoted(kind.text)) + ", which is treated as an allele"});
  }
  // The option replaces the default codes, so they have to be repeated.
  for (auto const& kind : kinds) {
    if (missing.empty() || kind.role != CellKind::Role::missing) continue;
    advice.front().option += " --missing-code " + shell_quoted(kind.text);
  }
  if (lower_case != 0) {
    advice.push_back({"--fold-case on",
                      cells_hold(lower_case, "in lower case and treated as separate alleles")});
  }
  if (ambiguous != 0 && found.plan.kind == RecordKind::table) {
    advice.push_back(
        {"--ambiguous missing",
         cells_hold(ambiguous,
                    "IUPAC codes; if they are genotypes of heterozygous samples, this is "
                    "not a matrix of haplotypes")});
  }
}

void advise_on_samples(MatrixFindings const& found, std::vector<Advice>& advice) {
  auto const& samples = found.plan.samples;
  bool const has_pair = std::any_of(samples.begin(), samples.end(), [](Sample const& sample) {
    return sample.columns.second != SampleColumns::none;
  });
  if (!has_pair && samples.size() > 1 && found.column_names.size() % 2 == 0) {
    advice.push_back(
        {"--pairs adjacent or a file",
         "each column is a haploid sample by default; say which columns form a sample if not"});
  }
}

}  // namespace

std::vector<Advice> advise_on_rows(MatrixFindings const& found) {
  std::vector<Advice> advice;
  advise_on_codes(found, cell_kinds(found), advice);
  advise_on_samples(found, advice);
  std::uint64_t backward = 0;
  for (auto const& contig : found.order.contigs()) backward += contig.backward.count;
  if (backward != 0) {
    advice.push_back({"--sort", fmt::format("positions go backwards {}, so compressed VCF "
                                            "and BCF have no index",
                                            human_number(backward, "time"))});
  }
  if (found.totals && found.verdict.status != ExitStatus::done) {
    RowCounts const& rows = found.totals->rows;
    if (rows.rejected != 0 && 10 * rows.rejected <= rows.read) {
      advice.push_back(
          {"--on-bad-row skip --rejects FILE",
           fmt::format("{} of {} are bad; these options leave them out and save them to FILE",
                       human_count(rows.rejected), human_number(rows.read, "row"))});
    }
  }
  return advice;
}

}  // namespace hapmill
