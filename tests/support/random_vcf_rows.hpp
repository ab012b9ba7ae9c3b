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

// Makes the parts of rows for VCF. Alleles and names that VCF cannot express are rare, so that most
// rows are written.
RowRates make_vcf_row_rates(Random& random);

/// Makes contig names: plain ones, or any bytes that VCF allows; in a few cases others.
std::vector<std::string> make_vcf_contigs(Random& random, char delimiter);

/// Makes contigs and lengths in any order. Sometimes a contig is absent, too short, or in no row.
std::vector<std::pair<std::string, std::uint64_t>> make_fai(
    Random& random, std::vector<std::string> const& contigs);

/// Makes the POS of one row after another, ascending in each contig; empty for a POS of any kind.
class VcfPositions {
 public:
  explicit VcfPositions(Random& random) : random_{random}, ascending_{!random.one_in(3)} {}

  std::string next(std::string const& contig);

 private:
  Random& random_;
  bool ascending_;
  std::map<std::string, std::uint64_t> last_;
};

/// Makes a base; sometimes an IUPAC code, several bases, a deletion, or something that VCF cannot
/// express.
std::string pick_vcf_ref(Random& random, RowRates const& rates, reference::Options const& options);

/// Makes the alleles for the cells of a row: sometimes several bases, a star, or more than nine
/// alleles, up to more than one byte of BCF can number.
std::vector<std::string> pick_vcf_alleles(Random& random, std::string const& ref);

}  // namespace hapmill::test
