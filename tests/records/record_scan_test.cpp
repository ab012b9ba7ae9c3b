#include "records/record_scan.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace hapmill::test {
namespace {

RecordPlace place_of(RecordKind kind, std::string const& record) {
  return read_record_place(kind, record.data(), record.data() + record.size());
}

std::size_t first_size(RecordKind kind, std::string const& records) {
  return static_cast<std::size_t>(
      find_record_end(kind, records.data(), records.data() + records.size()) - records.data());
}

TEST(RecordScan, LineEndsAfterItsNewline) {
  for (RecordKind const kind : {RecordKind::table, RecordKind::vcf}) {
    EXPECT_EQ(first_size(kind, "a\tb\nc\n"), 4U);
    EXPECT_EQ(first_size(kind, "\n\n"), 1U);
    EXPECT_EQ(first_size(kind, "open"), 4U);
  }
}

TEST(RecordScan, BcfRecordEndsByItsLengths) {
  std::string const lengths{"\x02\x01\0\0\x03\0\0\0", 8};
  EXPECT_EQ(first_size(RecordKind::bcf, lengths + std::string(1'000, '\n')), 8U + 0x102 + 3);
  EXPECT_EQ(first_size(RecordKind::bcf, lengths + "cut"), 11U);
  EXPECT_EQ(first_size(RecordKind::bcf, "cut"), 3U);
  EXPECT_EQ(first_size(RecordKind::bcf, std::string(20, '\xff')), 20U);
}

TEST(RecordScan, ReadsThePlaceOfAVcfRecord) {
  std::string const record = "chr1\t2147483647\t.\tACGTN\tA,*\t.\n";
  auto const place = place_of(RecordKind::vcf, record);
  EXPECT_EQ(place.contig, "chr1");
  EXPECT_EQ(place.pos, 2'147'483'647);
  EXPECT_EQ(place.size, 5);
}

TEST(RecordScan, ReadsThePlaceOfALineOfTheTable) {
  for (std::string const line :
       {"chr 1\t2147483647\tA\tC\tPI\tA|C\n", "chr 1\t2147483647\tA,C\n"}) {
    auto const place = place_of(RecordKind::table, line);
    EXPECT_EQ(place.contig, "chr 1");
    EXPECT_EQ(place.contig_id, -1);
    EXPECT_EQ(place.pos, 2'147'483'647);
    EXPECT_EQ(place.size, 0);
  }
}

TEST(RecordScan, ReadsThePlaceOfABcfRecord) {
  std::string const record{"\x18\0\0\0\0\0\0\0\x01\x02\0\0\xfe\xff\xff\x7f\x05\x01\0\0", 20};
  auto const place = place_of(RecordKind::bcf, record);
  EXPECT_EQ(place.contig_id, 0x201);
  EXPECT_EQ(place.pos, 2'147'483'647);
  EXPECT_EQ(place.size, 0x105);
}

TEST(RecordScan, RefusesInvalidRecords) {
  for (char const* const text : {"", "1", "1\t2\n", "1\t2\t.\tA\n", "1\tx\t.\tA\tC\n",
                                 "1\t\t.\tA\tC\n", "1\t99999999999999999999\t.\tA\tC\n"}) {
    EXPECT_THROW(place_of(RecordKind::vcf, text), std::logic_error) << text;
  }
  for (char const* const text : {"", "1", "1\t2\n", "1\tx\tA\n"}) {
    EXPECT_THROW(place_of(RecordKind::table, text), std::logic_error) << text;
  }
  EXPECT_THROW(place_of(RecordKind::bcf, std::string(19, '\0')), std::logic_error);
}

}  // namespace
}  // namespace hapmill::test
