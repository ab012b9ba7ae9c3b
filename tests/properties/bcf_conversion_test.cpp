#include "support/bcf_text.hpp"
#include "support/conversion_properties.hpp"
#include "support/product.hpp"
#include "support/random_matrix.hpp"

#include <gtest/gtest.h>

#include <htslib/hts_log.h>

namespace hapmill::test {
namespace {

/// Returns what htslib reads from the output of -O `type` for a case.
std::string records_of(RandomCase const& random_case, std::string const& type, std::uint64_t seed,
                       Conversion& conversion, TemporaryFolder const& folder) {
  Random random{seed};
  MachineOptions machine = make_random_machine_options(random, random_case);
  machine.output_type = type;
  conversion = convert(random_case, machine, folder);
  return conversion.exit_code == 0 ? records_by_htslib(folder.file("table.txt")) : "";
}

/// Every other kind of file has the same records as VCF text, or the same refusal.
TEST(BcfConversion, HasTheRecordsOfVcfText) {
  hts_set_log_level(HTS_LOG_ERROR);
  TemporaryFolder const folder;
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 1500 / sanitizer_divisor; ++seed) {
    RandomCase random_case = make_random_vcf_case(seed);
    random_case.options.stream = false;
    MachineOptions const plain;
    Conversion const vcf = convert(random_case, plain, folder);
    std::string const expected =
        vcf.exit_code == 0 ? vcf.output.substr(vcf.output.find("\n#CHROM") + 1) : "";
    for (char const* type : {"u", "b", "z"}) {
      Conversion conversion;
      std::string const records = records_of(random_case, type, seed, conversion, folder);
      ASSERT_EQ(conversion.exit_code, vcf.exit_code) << "seed " << seed << conversion.message;
      ASSERT_EQ(records, expected) << "seed " << seed << " -O " << type;
      ++compared;
    }
  }
  EXPECT_GT(compared, 100);
}

}  // namespace
}  // namespace hapmill::test
