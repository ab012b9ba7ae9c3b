// Tests --input-format diploid and hapmap on random files.
#include "reference/convert.hpp"
#include "support/bcf_text.hpp"
#include "support/conversion_properties.hpp"
#include "support/product.hpp"
#include "support/random_matrix.hpp"

#include <gtest/gtest.h>
#include <htslib/hts_log.h>

namespace hapmill::test {
namespace {

TEST(DiploidConversion, EqualsTheReferenceOnRandomFiles) {
  expect_reference_results(1, 600 / sanitizer_divisor, make_random_diploid_case);
}

TEST(DiploidConversion, IsTheSameForEveryChunkSizeThreadCountAndInstructionSet) {
  expect_same_results_on_every_machine(1, 15 / sanitizer_divisor, make_random_diploid_case);
}

TEST(HapMapConversion, EqualsTheReferenceOnRandomFiles) {
  expect_reference_results(1, 600 / sanitizer_divisor, make_random_hapmap_case);
}

TEST(HapMapConversion, IsTheSameForEveryChunkSizeThreadCountAndInstructionSet) {
  expect_same_results_on_every_machine(1, 15 / sanitizer_divisor, make_random_hapmap_case);
}

/// Every other kind of VCF and BCF has the same records as VCF text.
void expect_same_records(MakeCase make_case) {
  hts_set_log_level(HTS_LOG_ERROR);
  TemporaryFolder const folder;
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 150 / sanitizer_divisor; ++seed) {
    RandomCase random_case = make_case(seed);
    if (random_case.options.output_kind != "vcf") continue;
    random_case.options.stream = false;
    Conversion const vcf = convert(random_case, {}, folder);
    if (vcf.exit_code != 0) continue;
    for (char const* type : {"u", "b", "z"}) {
      MachineOptions machine;
      machine.output_type = type;
      Conversion const conversion = convert(random_case, machine, folder);
      ASSERT_EQ(conversion.exit_code, 0) << "seed " << seed << conversion.message;
      ASSERT_EQ(records_by_htslib(folder.file("table.txt")),
                vcf.output.substr(vcf.output.find("\n#CHROM") + 1))
          << "seed " << seed << " -O " << type;
      ++compared;
    }
  }
  EXPECT_GT(compared, 10);
}

TEST(DiploidConversion, HasTheSameRecordsInBcf) { expect_same_records(make_random_diploid_case); }

TEST(HapMapConversion, HasTheSameRecordsInBcf) { expect_same_records(make_random_hapmap_case); }

/// Makes cases of the table and of VCF whose REF is compared with sequences.
RandomCase make_checked_case(std::uint64_t seed) {
  RandomCase made = seed % 2 == 0 ? make_random_case(seed) : make_random_diploid_case(seed);
  made.options.sequences = std::map<std::string, std::string>{};
  for (char const* name : {"1", "2", "chr1", "chr2", "X", "c"}) {
    (*made.options.sequences)[name] = std::string(200, "ACGT"[seed % 4]);
  }
  made.options.check_ref = seed % 3 == 0 ? "error" : "warn";
  return made;
}

TEST(CheckRef, RejectsTheSameRowsAsTheReferenceConverter) {
  expect_reference_results(1, 300 / sanitizer_divisor, make_checked_case);
}

}  // namespace
}  // namespace hapmill::test
