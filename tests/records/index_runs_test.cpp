#include "records/index_runs.hpp"

#include "records/bgzf_writer.hpp"
#include "records/indexed_file.hpp"
#include "support/listed_paths.hpp"
#include "support/random.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace hapmill::test {
namespace {

struct Indexed {
  std::string data;
  std::optional<UnsortedRecord> unsorted;
  std::string index;  ///< if all records are sorted
};

class IndexRunsTest : public testing::Test {
 protected:
  std::string index_text(RecordIndex& index) const {
    OutputFile output{output_path(folder_.file("index"))};
    index.write(output);
    output.publish();
    return read_text(folder_.file("index"));
  }

  Indexed write_whole(SiteFile const& sites, RecordStream const& stream, IndexFormat format) const {
    RecordIndex index{sites.kind, format, sites.contigs};
    write_bgzf(folder_.file("data"), stream, {}, &index);
    return {read_text(folder_.file("data")), index.unsorted(),
            index.unsorted() ? "" : index_text(index)};
  }

  /// Returns the same from parts that start at these records. Adds the number of their runs to
  /// `run_count`.
  Indexed write_parts(SiteFile const& sites, RecordStream const& stream, IndexFormat format,
                      std::vector<std::size_t> const& begins, std::size_t& run_count) const {
    Indexed joined;
    RecordIndex whole{sites.kind, format, sites.contigs};
    TaskPool pool{1};
    for (std::size_t k = 0; k < begins.size(); ++k) {
      RecordStream part = stream;
      part.header = k == 0 ? stream.header : "";
      auto const end = k + 1 < begins.size() ? begins[k + 1] : stream.records.size();
      part.records.assign(stream.records.begin() + static_cast<std::ptrdiff_t>(begins[k]),
                          stream.records.begin() + static_cast<std::ptrdiff_t>(end));
      part.segments = {};
      RecordIndex index{sites.kind, format, sites.contigs};
      index.keep_runs();
      OutputFile output{output_path(folder_.file("part")), OutputFile::Shared{}};
      {
        BgzfWriter writer{output, pool, 1, sites.kind, &index, k + 1 == begins.size()};
        writer.write_header(part.header);
        write_records(writer, part, 0);
        writer.finish();
      }
      output.publish();
      run_count += index.runs().runs.size();
      if (k == 0) whole.begin(index.runs().begin_offset);
      whole.append(index.runs(), joined.data.size());
      if (!joined.unsorted) joined.unsorted = whole.unsorted();
      if (!joined.unsorted) joined.unsorted = index.unsorted();
      joined.data += read_text(folder_.file("part"));
    }
    if (joined.unsorted) return joined;
    constexpr std::size_t eof_block_bytes = 28;
    whole.finish((joined.data.size() - eof_block_bytes) << 16);
    joined.index = index_text(whole);
    return joined;
  }

  TemporaryFolder folder_;
};

/// Makes many records near each other, so that runs have several, with REF across bins.
SiteFile make_near_sites(RecordKind kind, Random& random) {
  SiteFile file;
  file.kind = kind;
  for (int contig = 0; contig < 6; ++contig)
    file.contigs.push_back({"c" + std::to_string(contig), 0});
  for (std::size_t contig = 0; contig < file.contigs.size(); ++contig) {
    if (random.one_in(4)) continue;
    std::int64_t pos = 1;
    for (std::uint64_t k = random.below(80); k > 0; --k) {
      std::size_t const size = random.one_in(10) ? random.between(1, 40'000) : random.between(1, 3);
      file.sites.push_back({contig, pos, std::string(size, 'A'), random.below(200)});
      pos += static_cast<std::int64_t>(random.below(random.one_in(8) ? 50'000 : 100));
    }
  }
  return file;
}

std::vector<std::size_t> random_begins(Random& random, std::size_t record_count) {
  std::vector<std::size_t> begins{0};
  for (std::uint64_t k = random.below(6); k > 0; --k)
    begins.push_back(random.below(record_count + 1));
  std::sort(begins.begin(), begins.end());
  return begins;
}

TEST_F(IndexRunsTest, OfPartsGiveTheIndexOfTheWhole) {
  std::size_t record_count = 0;
  std::size_t run_count = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Random random{seed};
    auto const kind = random.one_in(2) ? RecordKind::bcf : RecordKind::vcf;
    auto const format =
        kind == RecordKind::vcf && random.one_in(2) ? IndexFormat::tbi : IndexFormat::csi;
    SiteFile sites =
        random.one_in(2) ? make_near_sites(kind, random) : make_random_sites(kind, seed);
    auto stream = make_stream(sites);
    auto const begins = random_begins(random, stream.records.size());
    stream.segments = begins;
    record_count += stream.records.size();
    auto const whole = write_whole(sites, stream, format);
    auto const joined = write_parts(sites, stream, format, begins, run_count);
    ASSERT_FALSE(whole.unsorted);
    ASSERT_FALSE(joined.unsorted);
    ASSERT_TRUE(whole.data == joined.data) << seed;
    ASSERT_TRUE(whole.index == joined.index) << seed;
  }
  EXPECT_LT(run_count, record_count / 2) << "runs gather nothing";
}

TEST_F(IndexRunsTest, OfPartsOutOfOrderReportTheSameRecord) {
  int unsorted_count = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Random random{seed};
    auto const kind = random.one_in(2) ? RecordKind::bcf : RecordKind::vcf;
    SiteFile sites = make_near_sites(kind, random);
    if (sites.sites.size() < 4) continue;
    for (int k = 0; k < 2; ++k) {
      std::swap(sites.sites[random.below(sites.sites.size())],
                random.one_in(2) ? sites.sites.front() : sites.sites.back());
    }
    auto stream = make_stream(sites);
    auto const begins = random_begins(random, stream.records.size());
    stream.segments = begins;
    auto const whole = write_whole(sites, stream, IndexFormat::csi);
    std::size_t runs = 0;
    auto const joined = write_parts(sites, stream, IndexFormat::csi, begins, runs);
    ASSERT_TRUE(whole.data == joined.data) << seed;
    ASSERT_EQ(whole.unsorted.has_value(), joined.unsorted.has_value()) << seed;
    if (!whole.unsorted) {
      ASSERT_TRUE(whole.index == joined.index);
      continue;
    }
    ++unsorted_count;
    ASSERT_EQ(whole.unsorted->contig, joined.unsorted->contig) << seed;
    ASSERT_EQ(whole.unsorted->pos, joined.unsorted->pos) << seed;
    ASSERT_EQ(whole.unsorted->contig_returns, joined.unsorted->contig_returns) << seed;
    // The records of a contig are together in a conversion. If they are not, runs know only the
    // approximate place.
    if (whole.unsorted->contig_returns) continue;
    ASSERT_EQ(whole.unsorted->pos_before, joined.unsorted->pos_before) << seed;
  }
  EXPECT_GT(unsorted_count, 10);
}

}  // namespace
}  // namespace hapmill::test
