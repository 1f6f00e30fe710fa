// SPDX-License-Identifier: GPL-2.0-or-later
// Lucene 8 for `make bench`:
//
//   Bench index FILE DIR THREADS     articles.tsv of bench_export -> index
//   Bench search DIR QUERIES PASSES  microseconds TAB results of each query, last pass
//   Bench index-texts, search-texts  the same with a passage of each result
//
// One text field with positions holds the title four times, the query words three times
// and the body once, so the weights are those the other engines get; EnglishAnalyzer
// (Porter stemming, stop words). Only number and title are stored. Merging is left to
// Lucene's defaults. A query is a ranked OR of its words by BM25, ten results with titles;
// a phrase is one of its words in any forms, the beginning of a word is one of the words, a
// product is a filter, not part of the score.
//
// For passages the body is a field of its own as well, stored, its postings with offsets:
// what UnifiedHighlighter is quickest with. It shows the best sentence of a body.

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;

public final class Bench {
    private static final int TITLE_WEIGHT = 4;
    private static final int QUERY_WORDS_WEIGHT = 3;
    private static final int RAM_BUFFER_MB = 64;
    private static final int RESULTS = 10;

    private static final Set<String> TITLE = Collections.singleton("title");
    private static final FieldType SHOWN = new FieldType(TextField.TYPE_STORED);

    static {
        SHOWN.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
        SHOWN.freeze();
    }

    private Bench() {
    }

    private static Document document(String line, boolean withTexts) {
        String[] columns = line.split("\t", -1);
        Document document = new Document();
        document.add(new StoredField("id", columns[0]));
        document.add(new StoredField("title", columns[1]));
        document.add(new StringField("product", columns[4], Field.Store.NO));
        for (int i = 0; i < TITLE_WEIGHT; i++) {
            document.add(new TextField("text", columns[1], Field.Store.NO));
        }
        for (int i = 0; i < QUERY_WORDS_WEIGHT; i++) {
            document.add(new TextField("text", columns[3], Field.Store.NO));
        }
        document.add(new TextField("text", columns[2], Field.Store.NO));
        if (withTexts) {
            document.add(new Field("body", columns[2], SHOWN));
        }
        return document;
    }

    private static void addAll(BufferedReader in, IndexWriter writer,
            boolean withTexts) {
        try {
            for (;;) {
                String line;
                synchronized (in) {
                    line = in.readLine();
                }
                if (line == null) {
                    return;
                }
                writer.addDocument(document(line, withTexts));
            }
        } catch (IOException e) {
            e.printStackTrace();
            System.exit(2);
        }
    }

    private static void index(String file, String dir, int threads, boolean withTexts)
            throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(new EnglishAnalyzer());
        config.setRAMBufferSizeMB(RAM_BUFFER_MB);
        config.setSimilarity(new BM25Similarity());
        try (BufferedReader in = Files.newBufferedReader(Paths.get(file),
                    StandardCharsets.UTF_8);
                Directory directory = FSDirectory.open(Paths.get(dir));
                IndexWriter writer = new IndexWriter(directory, config)) {
            List<Thread> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Thread worker = new Thread(() -> addAll(in, writer, withTexts));
                worker.start();
                workers.add(worker);
            }
            for (Thread worker : workers) {
                worker.join();
            }
            writer.commit();
        }
    }

    // A line of bench_queries as a query; null when it has no word that is indexed.
    private static Query query(QueryBuilder builder, String line) {
        String[] columns = line.split("\t", -1);
        String words = columns[1];
        String beside = columns[2];
        if (columns[0].endsWith("phrase")) {
            return builder.createPhraseQuery("text", words);
        }
        Query query = builder.createBooleanQuery("text", words);
        if (query == null || beside.isEmpty()) {
            return query;
        }
        BooleanQuery.Builder both = new BooleanQuery.Builder();
        if (columns[0].equals("wildcard")) {
            String beginning = beside.toLowerCase(Locale.ROOT);
            both.add(new PrefixQuery(new Term("text", beginning)),
                BooleanClause.Occur.SHOULD);
            both.add(query, BooleanClause.Occur.SHOULD);
        } else {
            both.add(new TermQuery(new Term("product", beside)),
                BooleanClause.Occur.FILTER);
            both.add(query, BooleanClause.Occur.MUST);
        }
        return both.build();
    }

    private static void search(String dir, String file, int passes, boolean withTexts)
            throws Exception {
        List<String> queries =
            Files.readAllLines(Paths.get(file), StandardCharsets.UTF_8);
        long[] times = new long[queries.size()];
        int[] found = new int[queries.size()];
        QueryBuilder builder = new QueryBuilder(new EnglishAnalyzer());
        try (DirectoryReader reader = DirectoryReader.open(
                    FSDirectory.open(Paths.get(dir)))) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setSimilarity(new BM25Similarity());
            UnifiedHighlighter highlighter =
                new UnifiedHighlighter(searcher, new EnglishAnalyzer());
            highlighter.setFieldMatcher(field -> true);
            highlighter.setMaxLength(Integer.MAX_VALUE - 1);
            long length = 0;
            for (int pass = 0; pass < passes; pass++) {
                for (int i = 0; i < times.length; i++) {
                    long start = System.nanoTime();
                    Query query = query(builder, queries.get(i));
                    found[i] = 0;
                    if (query != null) {
                        TopDocs hits = searcher.search(query, RESULTS);
                        for (ScoreDoc hit : hits.scoreDocs) {
                            Document shown = withTexts
                                ? searcher.doc(hit.doc, TITLE)
                                : searcher.doc(hit.doc);
                            length += shown.get("title").length();
                            found[i]++;
                        }
                        if (withTexts && found[i] > 0) {
                            for (String passage
                                    : highlighter.highlight("body", query, hits)) {
                                length += passage == null ? 0 : passage.length();
                            }
                        }
                    }
                    times[i] = (System.nanoTime() - start) / 1000;
                }
            }
            if (length < 0) {
                throw new IllegalStateException();
            }
        }
        for (int i = 0; i < times.length; i++) {
            System.out.println(times[i] + "\t" + found[i]);
        }
    }

    public static void main(String[] args) throws Exception {
        boolean withTexts = args.length == 4 && args[0].endsWith("-texts");
        if (args.length == 4 && args[0].matches("index(-texts)?")) {
            index(args[1], args[2], Integer.parseInt(args[3]), withTexts);
        } else if (args.length == 4 && args[0].matches("search(-texts)?")) {
            search(args[1], args[2], Integer.parseInt(args[3]), withTexts);
        } else {
            System.err.println("usage: Bench index[-texts] FILE DIR THREADS"
                + " | Bench search[-texts] DIR QUERIES PASSES");
            System.exit(2);
        }
    }
}
