#include "records/record_index.hpp"

#include "hapmill/support/errors.hpp"
#include "records/bgzf_writer.hpp"
#include "records/indexed_file.hpp"
#include "support/listed_paths.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace hapmill::test {
namespace {

constexpr std::int64_t last_pos = 2'147'483'647;
constexpr std::int64_t last_pos_of_tbi = 536'870'912;

/// A kind of file and of index.
struct Format {
  RecordKind kind;
  IndexFormat index;
};

class RecordIndexTest : public testing::Test {
 protected:
  std::string file(std::string const& name) const { return folder_.file(name); }

  /// Writes `data` and `index`.
  void write(SiteFile const& sites, IndexFormat format, Compression const& compression) const {
    RecordIndex index{sites.kind, format, sites.contigs};
    write_bgzf(file("data"), make_stream(sites), compression, &index);
    ASSERT_FALSE(index.unsorted());
    write_index(index, "index");
  }

  void write_index(RecordIndex& index, std::string const& name) const {
    OutputFile output{output_path(file(name))};
    index.write(output);
    output.publish();
  }

  void expect_regions(SiteFile const& sites, std::size_t contig, std::int64_t begin,
                      std::int64_t end) const {
    IndexedReader reader{sites.kind, file("data"), file("index")};
    EXPECT_EQ(reader.read_region(sites.contigs[contig].name, begin, end),
              scan_region(sites, contig, begin, end))
        << sites.contigs[contig].name << ':' << begin << '-' << end;
  }

  /// Writes the sites and returns the message about the first one out of order.
  std::optional<UnsortedRecord> find_unsorted(SiteFile const& sites, IndexFormat format) const {
    RecordIndex index{sites.kind, format, sites.contigs};
    write_bgzf(file("data"), make_stream(sites), {}, &index);
    return index.unsorted();
  }

  TemporaryFolder folder_;
};

std::vector<Format> const formats{{RecordKind::vcf, IndexFormat::csi},
                                  {RecordKind::vcf, IndexFormat::tbi},
                                  {RecordKind::bcf, IndexFormat::csi}};

SiteFile make_sites(RecordKind kind, std::vector<Site> sites) {
  SiteFile file;
  file.kind = kind;
  for (char const* const name : {"one", "two", "three"}) file.contigs.push_back({name, 0});
  file.sites = std::move(sites);
  return file;
}

TEST_F(RecordIndexTest, FindsTheSameSitesAsALinearScan) {
  for (auto const& format : formats) {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      SCOPED_TRACE(seed);
      SiteFile const sites = make_random_sites(format.kind, seed);
      write(sites, format.index, {.thread_count = 1 + seed % 3, .split_seed = seed});
      Random random{seed};
      for (int k = 0; k < 60; ++k) {
        std::size_t const contig = random.below(sites.contigs.size());
        auto const near = sites.sites.empty() ? 1 : random.pick(sites.sites).pos;
        auto const begin = random.one_in(4) ? 0 : std::max<std::int64_t>(0, near - 5);
        auto const size =
            random.pick(std::vector<std::int64_t>{1, 10, 20'000, 5'000'000, last_pos});
        expect_regions(sites, contig, begin, std::min(begin + size, last_pos));
      }
    }
  }
}

TEST_F(RecordIndexTest, HasTheBytesOfBcftoolsIndex) {
  for (auto const& format : formats) {
    for (std::uint64_t seed = 20; seed <= 60; ++seed) {
      SiteFile sites = make_random_sites(format.kind, seed);
      if (format.kind == RecordKind::vcf && format.index == IndexFormat::csi) {
        // Without lengths tabix assumes contigs of 100 GiB, although POS cannot be that large.
        for (auto& contig : sites.contigs) contig.length = 400'000'000;
      }
      write(sites, format.index, {.level = 1, .split_seed = seed});
      EXPECT_TRUE(read_text(file("index")) ==
                  index_by_htslib(format.kind, format.index, file("data"), file("other")))
          << seed;
    }
  }
}

TEST_F(RecordIndexTest, BlocksOfItsVcfEndWhereHtslibEndsThem) {
  for (std::uint64_t seed = 70; seed <= 90; ++seed) {
    SiteFile sites = make_random_sites(RecordKind::vcf, seed);
    sites.segments.clear();
    write(sites, IndexFormat::csi, {});
    auto const stream = make_stream(sites);
    write_by_htslib(RecordKind::vcf, true, stream.header + join(stream.records), file("other"));
    EXPECT_TRUE(read_blocks(read_text(file("data"))) == read_blocks(read_text(file("other"))))
        << seed;
  }
}

TEST_F(RecordIndexTest, DependsNeitherOnThreadsNorOnCalls) {
  SiteFile const sites = make_random_sites(RecordKind::vcf, 5);
  write(sites, IndexFormat::csi, {});
  auto const expected = read_text(file("index"));
  for (std::size_t thread_count = 1; thread_count <= 8; ++thread_count) {
    write(sites, IndexFormat::csi, {.thread_count = thread_count, .split_seed = thread_count});
    EXPECT_TRUE(read_text(file("index")) == expected);
  }
}

TEST_F(RecordIndexTest, HasEveryPositionThatItsFormatAllows) {
  for (auto const& format : formats) {
    auto const last = format.index == IndexFormat::tbi ? last_pos_of_tbi : last_pos;
    SiteFile const sites =
        make_sites(format.kind,
                   {{0, 1}, {0, last_pos_of_tbi - 1}, {0, last_pos_of_tbi}, {0, last}, {2, last}});
    write(sites, format.index, {});
    for (std::size_t const contig : {0U, 1U, 2U}) {
      expect_regions(sites, contig, last - 1, last);
      expect_regions(sites, contig, 0, 1);
      expect_regions(sites, contig, 1, last_pos_of_tbi - 2);
      expect_regions(sites, contig, last_pos_of_tbi - 1, last_pos_of_tbi);
    }
  }
}

TEST_F(RecordIndexTest, PositionBeyondTbiIsRefusedWithAdvice) {
  for (Site const& site :
       {Site{1, last_pos_of_tbi + 1}, Site{1, last_pos_of_tbi, "AC"}, Site{1, last_pos}}) {
    try {
      find_unsorted(make_sites(RecordKind::vcf, {{0, 1}, site}), IndexFormat::tbi);
      FAIL();
    } catch (InputError const& error) {
      EXPECT_EQ(error.what(),
                "two:" + std::to_string(site.pos) +
                    ": a TBI index holds positions up to 536870912: give --index csi");
    }
  }
}

TEST_F(RecordIndexTest, PositionFarBeyondAllLengthsIsRefused) {
  SiteFile sites = make_sites(RecordKind::bcf, {{0, 1}, {0, 2'000'000}});
  for (auto& contig : sites.contigs) contig.length = 100'000;
  EXPECT_THROW(find_unsorted(sites, IndexFormat::csi), InputError);
  sites.contigs[2].length = 0;
  EXPECT_FALSE(find_unsorted(sites, IndexFormat::csi));
}

TEST_F(RecordIndexTest, CanHaveManyContigs) {
  for (auto const& format : formats) {
    SiteFile sites;
    sites.kind = format.kind;
    for (std::size_t contig = 0; contig < 3'000; ++contig) {
      sites.contigs.push_back({"scaffold_" + std::to_string(contig), 0});
      if (contig % 7 == 0) continue;
      sites.segments.push_back(sites.sites.size());
      for (std::int64_t pos = 1; pos < 4; ++pos) sites.sites.push_back({contig, pos * 1'000});
    }
    write(sites, format.index, {.thread_count = 2});
    for (std::size_t const contig : {0U, 1U, 699U, 700U, 2'999U}) {
      expect_regions(sites, contig, 0, last_pos);
      expect_regions(sites, contig, 1'500, 2'000);
    }
  }
}

TEST_F(RecordIndexTest, ContigsMayComeInAnyOrder) {
  for (auto const& format : formats) {
    SiteFile const sites = make_sites(format.kind, {{2, 5}, {2, 5}, {0, 3}, {1, 1}, {1, 9}});
    write(sites, format.index, {});
    for (std::size_t const contig : {0U, 1U, 2U}) expect_regions(sites, contig, 0, last_pos);
  }
}

TEST_F(RecordIndexTest, IsWrittenWithoutRecords) {
  for (auto const& format : formats) {
    SiteFile const sites = make_sites(format.kind, {});
    write(sites, format.index, {});
    expect_regions(sites, 1, 0, last_pos);
  }
}

TEST_F(RecordIndexTest, ReportsTheFirstRecordThatGoesBackwards) {
  for (auto const& format : formats) {
    SiteFile const sites =
        make_sites(format.kind, {{0, 10}, {0, 10}, {1, 7}, {1, 8}, {1, 5}, {1, 4}, {0, 1}});
    auto const unsorted = find_unsorted(sites, format.index);
    ASSERT_TRUE(unsorted);
    EXPECT_EQ(unsorted->contig, "two");
    EXPECT_EQ(unsorted->pos, 5);
    EXPECT_EQ(unsorted->pos_before, 8);
    EXPECT_FALSE(unsorted->contig_returns);
    EXPECT_EQ(read_bgzf(file("data")), [&] {
      auto const stream = make_stream(sites);
      return stream.header + join(stream.records);
    }());
  }
}

TEST_F(RecordIndexTest, ReportsTheFirstRecordOfAContigThatReturns) {
  for (auto const& format : formats) {
    auto const unsorted = find_unsorted(
        make_sites(format.kind, {{0, 10}, {2, 7}, {0, 11}, {1, 8}, {1, 5}}), format.index);
    ASSERT_TRUE(unsorted);
    EXPECT_EQ(unsorted->contig, "one");
    EXPECT_EQ(unsorted->pos, 11);
    EXPECT_TRUE(unsorted->contig_returns);
  }
}

TEST_F(RecordIndexTest, StartsAgainWithAnotherWriter) {
  auto const stream = make_stream(make_sites(RecordKind::vcf, {{0, 1}, {0, 2}, {0, 3}, {0, 2}}));
  RecordIndex index{RecordKind::vcf, IndexFormat::csi, {}};
  OutputFile output{output_path(file("data"))};
  TaskPool pool{2};
  std::optional<BgzfWriter> writer;
  auto const begin = [&] {
    writer.emplace(output, pool, 1, RecordKind::vcf, &index);
    writer->write_header(stream.header);
  };
  auto const write_record = [&](std::size_t first, std::size_t count) {
    std::string text;
    for (std::size_t k = first; k < first + count; ++k) text += stream.records[k];
    writer->write(text.data(), text.size(), {});
  };
  begin();
  write_record(0, 2);
  EXPECT_FALSE(index.unsorted());
  write_record(2, 2);
  ASSERT_TRUE(index.unsorted());
  EXPECT_EQ(index.unsorted()->pos, 2);

  writer.reset();
  output.restart();
  begin();
  EXPECT_FALSE(index.unsorted());
  write_record(0, 3);
  writer->finish();
  output.publish();
  ASSERT_FALSE(index.unsorted());
  write_index(index, "index");
  expect_regions(make_sites(RecordKind::vcf, {{0, 1}, {0, 2}, {0, 3}}), 0, 0, last_pos);
}

TEST_F(RecordIndexTest, AFullDiskIsAnError) {
  RecordIndex index{RecordKind::vcf, IndexFormat::csi, {}};
  write_bgzf(file("data"), make_stream(make_random_sites(RecordKind::vcf, 1)), {}, &index);
  OutputFile full{output_path("/dev/full")};
  EXPECT_THROW(index.write(full), OutputError);
}

}  // namespace
}  // namespace hapmill::test
