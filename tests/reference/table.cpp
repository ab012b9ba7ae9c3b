#include "table.hpp"

#include "half_calls.hpp"
#include "text.hpp"

#include <algorithm>
#include <cstddef>

namespace reference {
namespace {

std::vector<std::string> site_names(std::string const& style) {
  if (style == "panel-v1") return {"contig", "pos", "ref", "alt"};
  if (style == "panel") return {"CHROM", "POS", "REF", "ALT"};
  if (style == "phase") return {"CHROM", "POS", "REF", "all-alleles"};
  return {"CHROM", "POS", "RefAndAlts"};
}

std::vector<std::string> site_fields(std::string const& style, Site const& site,
                                     std::vector<std::string> const& alternates) {
  std::vector<std::string> all = alternates;
  all.insert(all.begin(), site.ref.printed);
  if (style == "vcf-simplify") return {site.contig, site.pos, join(all, ',')};
  std::string const last = join(style == "phase" ? all : alternates, ',');
  return {site.contig, site.pos, site.ref.printed, last};
}

std::vector<std::string> printed_alleles(Sample const& sample, Site const& site,
                                         Policies const& policies) {
  bool const half_call = is_half_call(sample, site, policies);
  std::vector<std::string> alleles;
  for (std::size_t column : sample.columns) {
    Cell const& cell = site.cells[column];
    if (half_call && policies.half_call == "missing") {
      alleles.push_back(".");
    } else if (half_call && policies.half_call == "ref" && cell.is_missing) {
      alleles.push_back(site.ref.printed);
    } else {
      alleles.push_back(print_cell(cell, site.ref, policies));
    }
  }
  return alleles;
}

/// Whether an allele of the sample prints as missing. An allele whose text is `.` does not.
bool prints_missing(Sample const& sample, Site const& site, Policies const& policies) {
  if (policies.missing != "dot") return false;
  if (policies.half_call == "ref" && is_half_call(sample, site, policies)) return false;
  return std::any_of(sample.columns.begin(), sample.columns.end(),
                     [&](std::size_t column) { return site.cells[column].is_missing; });
}

}  // namespace

std::string header_line(std::string const& style, std::vector<Sample> const& samples) {
  std::string const phase_set = style == "panel-v1" ? "_PI" : ":PI";
  std::string genotype = style == "panel-v1" ? "_PG_al" : ":PG_al";
  if (style == "vcf-simplify") genotype = ":PGal";

  std::vector<std::string> names = site_names(style);
  for (Sample const& sample : samples) {
    names.push_back(sample.name + phase_set);
    names.push_back(sample.name + genotype);
  }
  return join(names, '\t') + '\n';
}

std::string site_line(Site const& site, std::vector<std::string> const& alternates,
                      std::vector<Sample> const& samples, Options const& options,
                      Policies const& policies) {
  std::vector<std::string> fields = site_fields(options.table_style, site, alternates);
  for (Sample const& sample : samples) {
    if (is_phase_style(options.table_style) && prints_missing(sample, site, policies)) {
      fields.insert(fields.end(), {".", "."});
    } else {
      fields.push_back(options.pi_prefix + site.contig);
      fields.push_back(join(printed_alleles(sample, site, policies), '|'));
    }
  }
  return join(fields, '\t') + '\n';
}

}  // namespace reference
