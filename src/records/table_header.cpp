#include "records/table_header.hpp"

namespace hapmill {

namespace {

struct ColumnTitles {
  char const* site;
  char const* phase_set;  ///< after the sample's name
  char const* genotype;
};

ColumnTitles titles_of(TableStyle style) {
  switch (style) {
    case TableStyle::panel_v1:
      return {"contig\tpos\tref\talt", "_PI", "_PG_al"};
    case TableStyle::panel:
      return {"CHROM\tPOS\tREF\tALT", ":PI", ":PG_al"};
    case TableStyle::phase:
      return {"CHROM\tPOS\tREF\tall-alleles", ":PI", ":PG_al"};
    case TableStyle::vcf_simplify:
      return {"CHROM\tPOS\tRefAndAlts", ":PI", ":PGal"};
  }
  return {};
}

}  // namespace

std::string table_header(RowPlan const& plan) {
  ColumnTitles const titles = titles_of(plan.style);
  std::string line = titles.site;
  for (auto const& sample : plan.samples) {
    line.append("\t").append(sample.name).append(titles.phase_set);
    line.append("\t").append(sample.name).append(titles.genotype);
  }
  return line + "\n";
}

}  // namespace hapmill
