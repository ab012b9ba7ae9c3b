#include "reference_policies.hpp"

#include "genotypes.hpp"
#include "reference_errors.hpp"
#include "text.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace reference {
namespace {

void require_one_of(std::string const& name, std::string const& value,
                    std::vector<std::string> const& values) {
  if (std::find(values.begin(), values.end(), value) == values.end()) {
    throw UsageError("--" + name + " " + value + ": choose one of " + join(values, ' '));
  }
}

void refuse_what_has_no_form(Policies const& policies, bool phase) {
  bool const strict = phase || policies.vcf;
  if (strict && policies.missing == "keep") throw UsageError("--missing keep has no form here");
  if (strict && policies.deletion == "keep") throw UsageError("--deletion keep has no form here");
  if (!policies.vcf) return;
  if (policies.deletion == "ref") throw UsageError("--deletion ref has no form in VCF");
  if (policies.ambiguous == "literal") throw UsageError("--ambiguous literal has no form in VCF");
}

}  // namespace

bool is_phase_style(std::string const& table_style) {
  return table_style == "phase" || table_style == "vcf-simplify";
}

Policies resolve_policies(Options const& options) {
  require_one_of("table-style", options.table_style,
                 {"panel-v1", "panel", "phase", "vcf-simplify"});
  require_one_of("output-type", options.output_kind, {"table", "vcf"});
  bool const vcf = options.output_kind == "vcf";
  bool const phase = !vcf && is_phase_style(options.table_style);

  Policies policies;
  policies.vcf = vcf;
  policies.missing = options.missing.value_or(phase || vcf ? "dot" : "ref");
  policies.deletion = options.deletion.value_or(phase || vcf ? "star" : "ref");
  policies.half_call = options.half_call.value_or(phase ? "missing" : "keep");
  policies.ambiguous = options.ambiguous.value_or(phase || vcf ? "missing" : "literal");
  policies.fold_case = options.fold_case.value_or(vcf);
  bool const chooses = options.samples || options.samples_file_text;
  policies.alt_from = options.alt_from.value_or(vcf || chooses ? "printed" : "all");

  std::vector<std::string> codes = options.missing_codes;
  if (codes.empty()) codes = default_missing_codes(options.input_format);
  for (std::string const& code : codes) {
    policies.missing_codes.insert(policies.fold_case ? upper_case(code) : code);
  }
  policies.deletion_code =
      policies.fold_case ? upper_case(options.deletion_code) : options.deletion_code;

  require_one_of("missing", policies.missing, {"ref", "keep", "dot"});
  require_one_of("deletion", policies.deletion, {"ref", "keep", "star", "missing", "drop-site"});
  require_one_of("half-call", policies.half_call, {"keep", "missing", "ref", "error"});
  require_one_of("ambiguous", policies.ambiguous, {"literal", "missing", "error"});
  require_one_of("pairs", options.pairs, {"auto", "adjacent", "self", "none", "file"});
  require_one_of("alt-from", policies.alt_from, {"all", "printed"});
  require_one_of("alt-order", options.alt_order, {"first", "acgt", "frequency"});
  require_one_of("contig-order", options.contig_order, {"first", "sorted"});

  refuse_what_has_no_form(policies, phase);
  if (options.input_format == "hapmap" && !vcf && !options.unphased) {
    throw UsageError("HapMap is not phased");
  }
  if (policies.missing_codes.contains(policies.deletion_code)) {
    throw UsageError("the deletion code is a missing code too");
  }
  if (options.stream && options.contig_order == "sorted") {
    throw UsageError("--contig-order sorted needs a regular file");
  }
  if (options.delimiter == '\n' || options.delimiter == '\r') {
    throw UsageError("--delimiter: a line break cannot separate fields");
  }
  if (options.min_alleles.value_or(2) > options.max_alleles.value_or(UINT64_MAX)) {
    throw UsageError("--min-alleles is more than --max-alleles");
  }
  if (options.pairs == "file" && !options.pairs_text) throw UsageError("--pairs FILE: no file");
  return policies;
}

}  // namespace reference
