#include "convert.hpp"

#include "alleles.hpp"
#include "bad_rows.hpp"
#include "chosen_samples.hpp"
#include "columns.hpp"
#include "contigs.hpp"
#include "genotypes.hpp"
#include "half_calls.hpp"
#include "header.hpp"
#include "reference_errors.hpp"
#include "reference_policies.hpp"
#include "samples.hpp"
#include "site_filters.hpp"
#include "table.hpp"
#include "text.hpp"
#include "vcf.hpp"
#include "vcf_faults.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>

namespace reference {
namespace {

std::string first_line(std::vector<Sample> const& samples, Options const& options,
                       Policies const& policies) {
  return policies.vcf ? vcf_header_line(samples) : header_line(options.table_style, samples);
}

std::uint64_t count_half_calls(Site const& site, std::vector<Sample> const& samples,
                               Policies const& policies) {
  return static_cast<std::uint64_t>(
      std::count_if(samples.begin(), samples.end(),
                    [&](Sample const& sample) { return is_half_call(sample, site, policies); }));
}

void count_alleles(Site const& site, std::vector<Sample> const& samples,
                   std::vector<Result::SampleCounts>& counts) {
  for (std::size_t i = 0; i < samples.size(); ++i) {
    for (std::size_t column : samples[i].columns) {
      Cell const& cell = site.cells[column];
      if (cell.is_deletion) {
        ++counts[i].deleted;
      } else if (cell.is_missing) {
        ++counts[i].missing;
      }
    }
  }
}

void reject(Row const& row, std::string const& reason, Options const& options, Result& result,
            std::optional<std::size_t> field = std::nullopt) {
  if (!options.skip_bad_rows) throw BadRow(row.line_number, reason, field);
  ++result.rows_rejected;
  result.rejected_lines[reason].push_back(row.line_number);
  std::string const& text = options.input_format == "matrix" ? row.text : row.original;
  result.rejects += std::to_string(row.line_number) + '\t' + reason + '\t' + text + '\n';
}

/// Changes the fields of a row to those of a plain matrix. Returns why the row is bad, if it is.
std::string read_fields(std::string const& text, std::size_t column_count, Options const& options,
                        Policies const& policies, std::vector<std::string>& fields) {
  std::vector<std::string> const original = split_row(text, options);
  std::string reason = original.empty() ? "empty-line" : "";
  if (reason.empty()) reason = check_columns(original, column_count, options, policies);
  if (reason.empty()) fields = arrange(original, options);
  return reason;
}

Result convert_or_throw(std::string const& text, Options const& options) {
  Policies const policies = resolve_policies(options);
  Matrix const matrix = read_matrix(text, options);
  std::vector<Sample> const unchosen = make_samples(matrix.column_names, options);
  std::vector<Sample> const all_samples = choose_samples(unchosen, options);
  std::size_t const column_count = matrix.column_names.size();
  bool const is_matrix = options.input_format == "matrix";

  Result result;
  result.output = first_line(all_samples, options, policies);
  for (Sample const& sample : all_samples) result.samples.push_back({sample.name, 0, 0});

  std::vector<PlacedRow> const rows = in_output_order(matrix.rows, options);
  std::map<std::string, std::string> const phase_sets = first_positions(rows, options);
  for (PlacedRow const& placed : rows) {
    Row const& row = placed.row;
    if (options.stream && placed.contig_returns) {
      throw InputError("contig " + placed.contig + " returns in a stream");
    }
    ++result.rows_read;
    std::vector<std::string> fields;
    std::string reason =
        is_matrix ? read_fields(row.text, column_count, options, policies, fields) : row.reason;
    if (!is_matrix) fields = split_fields(row.text, options.delimiter);
    if (reason.empty() && fields.size() == 3 + column_count && is_ref_mismatch(fields, options)) {
      ++result.ref_mismatches;
      if (options.check_ref == "error") reason = "ref-mismatch";
    }
    if (reason.empty()) reason = check_row(row.text, fields, column_count, policies);
    if (!reason.empty()) {
      reject(row, reason, options, result);
      continue;
    }
    Site const site = read_site(fields, policies);
    std::vector<Sample> const samples = samples_of_row(all_samples, row);
    // The second column of a call with one allele belongs to no sample.
    bool const all_count = !is_matrix && policies.alt_from == "all";
    std::vector<std::size_t> const counted =
        all_count ? counted_columns(samples_of_row(unchosen, row), column_count, "printed")
                  : counted_columns(samples, column_count, policies.alt_from);
    if (is_dropped(site, counted, policies)) {
      ++result.rows_filtered;
      ++result.filtered["drop-site"];
      continue;
    }
    std::vector<std::string> const alts = alternates(site, counted, options.alt_order);
    if (alts.empty()) {
      ++result.rows_non_variant;
      continue;
    }
    auto const fault = policies.vcf ? find_vcf_fault(site, counted, options) : std::nullopt;
    if (fault) {
      auto const field = is_matrix
                             ? std::optional{original_field(fault->field, column_count, options)}
                             : std::nullopt;
      reject(row, fault->reason, options, result, field);
      continue;
    }
    if (!policies.vcf && has_unphased_call(samples, site, options)) {
      reject(row, "unphased", options, result);
      continue;
    }
    std::uint64_t const half_calls = count_half_calls(site, samples, policies);
    if (half_calls > 0 && policies.half_call == "error") {
      reject(row, "half-call", options, result);
      continue;
    }
    std::string const filter = filter_of(site, alts, counted, samples, options, policies);
    if (!filter.empty()) {
      ++result.rows_filtered;
      ++result.filtered[filter];
      continue;
    }
    ++result.rows_written;
    result.half_calls += half_calls;
    count_alleles(site, samples, result.samples);
    std::string const phase_set = options.ps ? phase_sets.at(site.contig) : "";
    result.output += policies.vcf ? vcf_line(site, alts, samples, phase_set, policies)
                                  : site_line(site, alts, samples, options, policies);
  }
  for (auto& [reason, lines] : result.rejected_lines) std::sort(lines.begin(), lines.end());
  return result;
}

Result failure(int exit_code, std::uint64_t line, std::string const& reason) {
  Result result;
  result.exit_code = exit_code;
  result.error_line = line;
  result.error_reason = reason;
  return result;
}

}  // namespace

Result convert(std::string const& matrix, Options const& options) {
  try {
    return convert_or_throw(matrix, options);
  } catch (UsageError const& error) {
    return failure(2, 0, error.what());
  } catch (BadRow const& error) {
    Result result = failure(3, error.line, error.what());
    result.error_field = error.field;
    return result;
  } catch (InputError const& error) {
    return failure(3, 0, error.what());
  }
}

}  // namespace reference
