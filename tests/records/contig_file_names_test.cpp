#include "records/contig_file_names.hpp"

#include "hapmill/support/errors.hpp"
#include "support/random.hpp"

#include <gtest/gtest.h>

#include <map>

namespace hapmill::test {
namespace {

TEST(ContigFileName, KeepsPlainNamesAndEncodesAllOthers) {
  EXPECT_EQ(encode_contig("chr1_KI270706v1-random+.x"), "chr1_KI270706v1-random+.x");
  EXPECT_EQ(encode_contig("../x"), "%2E.%2Fx");
  EXPECT_EQ(encode_contig("a/b"), "a%2Fb");
  EXPECT_EQ(encode_contig("-o"), "%2Do");
  EXPECT_EQ(encode_contig("."), "%2E");
  EXPECT_EQ(encode_contig(".."), "%2E.");
  EXPECT_EQ(encode_contig("HLA-A*01:01"), "HLA-A%2A01%3A01");
  EXPECT_EQ(encode_contig("%2E"), "%252E");
  EXPECT_EQ(encode_contig("\xC3\xA9\x80'\"\\"), "%C3%A9%80%27%22%5C");
  EXPECT_EQ(encode_contig(std::string_view{"\0\x7F\x1B", 3}), "%00%7F%1B");
}

TEST(ContigFileName, IsUniqueAndNeverHidden) {
  std::map<std::string, std::string> contig_of;
  std::string const bytes = "./-%2E~A";
  Random random{1};
  for (int k = 0; k < 20'000; ++k) {
    std::string contig;
    for (std::uint64_t size = random.between(1, 6); size > 0; --size) {
      contig += bytes[random.below(bytes.size())];
    }
    std::string const encoded = encode_contig(contig);
    auto const [entry, is_new] = contig_of.emplace(encoded, contig);
    ASSERT_TRUE(is_new || entry->second == contig) << contig << " and " << entry->second;
    ASSERT_EQ(encoded.find('/'), encoded.npos);
    ASSERT_NE(encoded[0], '.');
    ASSERT_NE(encoded[0], '-');
  }
}

TEST(ContigFileName, AppearsInAPatternOnceOrMore) {
  EXPECT_EQ(ContigFileNames{"p.{contig}.vcf.gz"}.name("{contig}"), "p.%7Bcontig%7D.vcf.gz");
  EXPECT_EQ(ContigFileNames{"{contig}-{contig}"}.name("x"), "x-x");
  EXPECT_THROW(ContigFileNames{"p.vcf"}, UsageError);
  EXPECT_THROW(ContigFileNames{"../{contig}"}, UsageError);
}

TEST(ContigFileName, IsKnownFromTheNamesOfOtherFiles) {
  ContigFileNames const names{"p.{contig}.vcf.gz"};
  for (char const* ours : {"p.chr1.vcf.gz", "p.chr1.vcf.gz.csi", "p.a%2Fb.vcf.gz.tbi",
                           ".p.chr1.vcf.gz.hapmill-part", ".p.chr1.vcf.gz.csi.hapmill-part"}) {
    EXPECT_TRUE(names.may_be_of_contig(ours)) << ours;
  }
  for (char const* other :
       {"", "p.vcf.gz", "p..vcf.gz", "p.chr1.vcf", "p.a b.vcf.gz", "p.a%2.vcf.gz", "p.-a.vcf.gz",
        "keep.txt", ".hapmill-part", "p.chr1.vcf.gz.bai", "q.chr1.vcf.gz", "p.chr1.vcf.gz "}) {
    EXPECT_FALSE(names.may_be_of_contig(other)) << other;
  }
  ContigFileNames const twice{"{contig}-{contig}"};
  EXPECT_TRUE(twice.may_be_of_contig("ab-ab"));
  EXPECT_FALSE(twice.may_be_of_contig("ab-ac"));
  EXPECT_FALSE(twice.may_be_of_contig("ab-a"));
}

TEST(ContigFileName, ThatIsTooLongIsRefused) {
  ContigFileNames const names{"{contig}.vcf.gz"};
  EXPECT_EQ(names.name(std::string(229, 'x')).size(), 236U);
  EXPECT_EQ(names.name(std::string(230, 'x')).size() + std::string{".X.csi.hapmill-part"}.size(),
            256U);
  EXPECT_THROW(names.name(std::string(231, 'x')), InputError);
  EXPECT_THROW(names.name(std::string(80, ':')), InputError);
}

}  // namespace
}  // namespace hapmill::test
