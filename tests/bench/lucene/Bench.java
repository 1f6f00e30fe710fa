// SPDX-License-Identifier: GPL-2.0-or-later
// Lucene 8 for `make bench`:
//
//   Bench index FILE DIR THREADS     articles.tsv of bench_export -> index
//   Bench search DIR QUERIES PASSES  microseconds TAB results of each query, last pass
//
// One text field with positions holds the title four times, the query words three times
// and the body once, so the weights are those the other engines get; EnglishAnalyzer
// (Porter stemming, stop words). Only number and title are stored. Merging is left to
// Lucene's defaults. A query is a ranked OR of its words by BM25, ten results with titles.

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;

public final class Bench {
    private static final int TITLE_WEIGHT = 4;
    private static final int QUERY_WORDS_WEIGHT = 3;
    private static final int RAM_BUFFER_MB = 64;
    private static final int RESULTS = 10;

    private Bench() {
    }

    private static Document document(String line) {
        String[] columns = line.split("\t", -1);
        Document document = new Document();
        document.add(new StoredField("id", columns[0]));
        document.add(new StoredField("title", columns[1]));
        for (int i = 0; i < TITLE_WEIGHT; i++) {
            document.add(new TextField("text", columns[1], Field.Store.NO));
        }
        for (int i = 0; i < QUERY_WORDS_WEIGHT; i++) {
            document.add(new TextField("text", columns[3], Field.Store.NO));
        }
        document.add(new TextField("text", columns[2], Field.Store.NO));
        return document;
    }

    private static void addAll(BufferedReader in, IndexWriter writer) {
        try {
            for (;;) {
                String line;
                synchronized (in) {
                    line = in.readLine();
                }
                if (line == null) {
                    return;
                }
                writer.addDocument(document(line));
            }
        } catch (IOException e) {
            e.printStackTrace();
            System.exit(2);
        }
    }

    private static void index(String file, String dir, int threads) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(new EnglishAnalyzer());
        config.setRAMBufferSizeMB(RAM_BUFFER_MB);
        config.setSimilarity(new BM25Similarity());
        try (BufferedReader in = Files.newBufferedReader(Paths.get(file),
                    StandardCharsets.UTF_8);
                Directory directory = FSDirectory.open(Paths.get(dir));
                IndexWriter writer = new IndexWriter(directory, config)) {
            List<Thread> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Thread worker = new Thread(() -> addAll(in, writer));
                worker.start();
                workers.add(worker);
            }
            for (Thread worker : workers) {
                worker.join();
            }
            writer.commit();
        }
    }

    private static void search(String dir, String file, int passes) throws Exception {
        List<String> queries = new ArrayList<>();
        for (String line : Files.readAllLines(Paths.get(file), StandardCharsets.UTF_8)) {
            queries.add(line.split("\t", 2)[0]);
        }
        long[] times = new long[queries.size()];
        int[] found = new int[queries.size()];
        QueryBuilder builder = new QueryBuilder(new EnglishAnalyzer());
        try (DirectoryReader reader = DirectoryReader.open(
                    FSDirectory.open(Paths.get(dir)))) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setSimilarity(new BM25Similarity());
            long length = 0;
            for (int pass = 0; pass < passes; pass++) {
                for (int i = 0; i < times.length; i++) {
                    long start = System.nanoTime();
                    Query query = builder.createBooleanQuery("text", queries.get(i));
                    found[i] = 0;
                    if (query != null) {
                        for (ScoreDoc hit : searcher.search(query, RESULTS).scoreDocs) {
                            length += searcher.doc(hit.doc).get("title").length();
                            found[i]++;
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
        if (args.length == 4 && args[0].equals("index")) {
            index(args[1], args[2], Integer.parseInt(args[3]));
        } else if (args.length == 4 && args[0].equals("search")) {
            search(args[1], args[2], Integer.parseInt(args[3]));
        } else {
            System.err.println("usage: Bench index FILE DIR THREADS"
                + " | Bench search DIR QUERIES PASSES");
            System.exit(2);
        }
    }
}
