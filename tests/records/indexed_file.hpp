#pragma once

#include "records/record_stream.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hapmill::test {

/// A record of a VCF or BCF file, for tests.
struct Site {
  std::size_t contig = 0;  ///< ordinal of contig
  std::int64_t pos = 1;    ///< from 1
  std::string ref = "A";
  std::size_t padding = 0;  ///< bytes that make the record larger

  bool operator==(Site const&) const = default;
};

/// What an indexed file is made from.
struct SiteFile {
  RecordKind kind = RecordKind::vcf;
  std::vector<IndexedContig> contigs;
  std::vector<Site> sites;
  std::vector<std::size_t> segments;  ///< as in RecordStream
};

/// Contigs in the order of the header and sorted sites, some of large records.
SiteFile make_random_sites(RecordKind kind, std::uint64_t seed);

/// Header and records; those of BCF are htslib's.
RecordStream make_stream(SiteFile const& file);

/// Writes the text of a VCF file as htslib does, in BGZF. With an index it ends blocks between
/// records.
void write_by_htslib(RecordKind kind, bool has_index, std::string const& vcf,
                     std::string const& path);

/// The sites that overlap begin … end - 1 (from 0), by a look at all of them.
std::vector<std::string> scan_region(SiteFile const& file, std::size_t contig, std::int64_t begin,
                                     std::int64_t end);

/// The same through an index, by htslib: CHROM:POS:REF of each record.
class IndexedReader {
 public:
  IndexedReader(RecordKind kind, std::string const& path, std::string const& index_path);
  ~IndexedReader();
  IndexedReader(IndexedReader const&) = delete;
  IndexedReader& operator=(IndexedReader const&) = delete;

  std::vector<std::string> read_region(std::string const& contig, std::int64_t begin,
                                       std::int64_t end);

 private:
  struct Files;
  Files* files_;
};

/// Makes the index as `bcftools index` does; returns its bytes.
std::string index_by_htslib(RecordKind kind, IndexFormat format, std::string const& path,
                            std::string const& index_path);

/// What a BGZF file holds.
std::string read_bgzf(std::string const& path);

}  // namespace hapmill::test
