#include "vcf.hpp"

#include "bad_rows.hpp"
#include "columns.hpp"
#include "half_calls.hpp"
#include "text.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace reference {
namespace {

/// The numbers of alleles, REF being 0; nothing for a missing allele.
using Genotype = std::vector<std::optional<std::size_t>>;

Genotype make_genotype(Sample const& sample, Site const& site,
                       std::vector<std::string> const& alternates, Policies const& policies) {
  bool const half_call = is_half_call(sample, site, policies);
  Genotype genotype;
  for (std::size_t column : sample.columns) {
    Cell const& cell = site.cells[column];
    bool const as_ref = policies.missing == "ref" || (half_call && policies.half_call == "ref");
    if (half_call && policies.half_call == "missing") {
      genotype.push_back(std::nullopt);
    } else if (cell.is_missing && !as_ref) {
      genotype.push_back(std::nullopt);
    } else if (cell.is_missing || cell.text == site.ref.compared) {
      genotype.push_back(0);
    } else {
      auto const found = std::find(alternates.begin(), alternates.end(), cell.text);
      genotype.push_back(static_cast<std::size_t>(found - alternates.begin()) + 1);
    }
  }
  return genotype;
}

std::string print_genotype(Genotype const& genotype, char separator) {
  std::vector<std::string> alleles;
  for (auto const& allele : genotype) {
    alleles.push_back(allele ? std::to_string(*allele) : ".");
  }
  return join(alleles, separator);
}

std::string make_info(std::vector<Genotype> const& genotypes, std::size_t alternate_count) {
  std::vector<std::size_t> allele_counts(1 + alternate_count, 0);
  std::size_t called_alleles = 0;
  std::size_t called_samples = 0;
  for (Genotype const& genotype : genotypes) {
    bool called = false;
    for (auto const& allele : genotype) {
      if (!allele) continue;
      called = true;
      ++called_alleles;
      ++allele_counts[*allele];
    }
    if (called) ++called_samples;
  }
  std::vector<std::string> alternate_counts;
  for (std::size_t i = 1; i <= alternate_count; ++i) {
    alternate_counts.push_back(std::to_string(allele_counts[i]));
  }
  return "AC=" + join(alternate_counts, ',') + ";AN=" + std::to_string(called_alleles) +
         ";NS=" + std::to_string(called_samples);
}

}  // namespace

std::string vcf_header_line(std::vector<Sample> const& samples) {
  std::vector<std::string> names{"#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO"};
  if (!samples.empty()) names.push_back("FORMAT");
  for (Sample const& sample : samples) names.push_back(sample.name);
  return join(names, '\t') + '\n';
}

std::map<std::string, std::string> first_positions(std::vector<PlacedRow> const& rows,
                                                   Options const& options) {
  Columns const columns = make_columns(options);
  std::map<std::string, std::string> positions;
  for (PlacedRow const& placed : rows) {
    std::vector<std::string> const fields = split_row(placed.row.text, options);
    if (fields.size() <= std::max(columns.chrom, columns.pos)) continue;
    std::string const& pos = fields[columns.pos];
    if (fields[columns.chrom] != placed.contig || !is_position(pos)) continue;
    positions.emplace(placed.contig, without_leading_zeros(pos));
  }
  return positions;
}

std::string vcf_line(Site const& site, std::vector<std::string> const& alternates,
                     std::vector<Sample> const& samples, std::string const& phase_set,
                     Policies const& policies) {
  std::vector<Genotype> genotypes;
  for (Sample const& sample : samples) {
    genotypes.push_back(make_genotype(sample, site, alternates, policies));
  }
  std::vector<std::string> fields{
      site.contig,           site.pos, ".",    site.ref.printed,
      join(alternates, ','), ".",      "PASS", make_info(genotypes, alternates.size())};
  if (!samples.empty()) fields.push_back(phase_set.empty() ? "GT" : "GT:PS");
  for (std::size_t k = 0; k < samples.size(); ++k) {
    std::string const gt = print_genotype(genotypes[k], samples[k].separator);
    fields.push_back(phase_set.empty() ? gt : gt + ':' + phase_set);
  }
  return join(fields, '\t') + '\n';
}

}  // namespace reference
