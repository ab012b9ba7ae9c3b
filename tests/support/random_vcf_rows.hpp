#pragma once

#include "random.hpp"
#include "random_rows.hpp"
#include "reference/options.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace hapmill::test {

/// What rows for VCF are made of. Alleles and names without a form there are rare, so that most
/// rows are written.
RowRates make_vcf_row_rates(Random& random);

/// Plain names, or any bytes that VCF's grammar permits; in a few cases others.
std::vector<std::string> make_vcf_contigs(Random& random, char delimiter);

/// Contigs and lengths in any order; at times one lacks, is too short, or is in no row.
std::vector<std::pair<std::string, std::uint64_t>> make_fai(
    Random& random, std::vector<std::string> const& contigs);

/// POS of one row after another: ascending in each contig, or empty for a POS of any kind.
class VcfPositions {
 public:
  explicit VcfPositions(Random& random) : random_{random}, ascending_{!random.one_in(3)} {}

  std::string next(std::string const& contig);

 private:
  Random& random_;
  bool ascending_;
  std::map<std::string, std::uint64_t> last_;
};

/// A base; at times an IUPAC code, several bases, a deletion or what VCF cannot hold.
std::string pick_vcf_ref(Random& random, RowRates const& rates, reference::Options const& options);

/// The alleles that cells choose from: at times several bases, a star, or more than nine, up to
/// more than BCF's one byte can number.
std::vector<std::string> pick_vcf_alleles(Random& random, std::string const& ref);

}  // namespace hapmill::test
