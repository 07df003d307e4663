//! The data file: the books in SQLite, so that they outlive the process.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ToSql, types::FromSql};
use serde::{Serialize, de::DeserializeOwned};

/// The shape of the tables; a file of another shape is refused.
const VERSION: i64 = 2;

/// The data file. Only one process can have it open.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    /// The first failure to write; from then on nothing is written, and the terminal says so.
    broken: bool,
}

/// A table of the file. Each has a key and the JSON of a value.
#[derive(Clone, Copy, Debug)]
pub enum Table {
    /// By place, oldest first.
    Link,
    /// By the token's text.
    Token,
    /// By number.
    Ledger,
    /// One row.
    Clock,
    /// Orders of the demo shop, by place, oldest first.
    ShopOrder,
    /// Events that the demo shop heard, by place, oldest first.
    ShopEvent,
}

impl Table {
    const ALL: [Table; 6] =
        [Table::Link, Table::Token, Table::Ledger, Table::Clock, Table::ShopOrder, Table::ShopEvent];

    fn name(self) -> &'static str {
        match self {
            Table::Link => "link",
            Table::Token => "token",
            Table::Ledger => "ledger",
            Table::Clock => "clock",
            Table::ShopOrder => "shop_order",
            Table::ShopEvent => "shop_event",
        }
    }
}

impl Store {
    /// Opens a file, or makes it.
    ///
    /// # Errors
    /// It is no data file of this version, or another process has it.
    pub fn open(path: &Path) -> Result<Self, String> {
        Self::open_connection(path)
            .map_err(|error| error.to_string())?
            .ok_or_else(|| "it was written by another version of epay-sandbox, or by another program".into())
    }

    fn open_connection(path: &Path) -> rusqlite::Result<Option<Self>> {
        let connection = Connection::open(path)?;
        // Whoever has the file keeps it: waiting is no use.
        connection.busy_timeout(Duration::ZERO)?;
        // Losing power may lose the last calls; a killed process loses none.
        connection
            .execute_batch("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")?;
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        // Version 1 had fewer tables, and none of another shape.
        if tables == 0 || version == 1 {
            for table in Table::ALL {
                let name = table.name();
                connection.execute_batch(&format!(
                    "CREATE TABLE IF NOT EXISTS {name} (key PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
                ))?;
            }
            connection.execute_batch(&format!("PRAGMA user_version = {VERSION}"))?;
        } else if version != VERSION {
            return Ok(None);
        }
        connection.execute_batch("COMMIT")?;
        Ok(Some(Store { connection, broken: false }))
    }

    /// All rows of a table, in the order of their keys.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn rows<K: FromSql, V: DeserializeOwned>(&self, table: Table) -> Result<Vec<(K, V)>, String> {
        let query = format!("SELECT key, value FROM {} ORDER BY key", table.name());
        let read = || -> rusqlite::Result<Vec<(K, String)>> {
            let mut statement = self.connection.prepare(&query)?;
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        let rows = read().map_err(|error| error.to_string())?;
        let parse = |(key, text): (K, String)| serde_json::from_str(&text).map(|value| (key, value));
        rows.into_iter().map(parse).collect::<Result<_, _>>().map_err(|error| error.to_string())
    }

    /// The values of a table, in the order of their keys.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn values<V: DeserializeOwned>(&self, table: Table) -> Result<Vec<V>, String> {
        let rows: Vec<(rusqlite::types::Value, V)> = self.rows(table)?;
        Ok(rows.into_iter().map(|(_, value)| value).collect())
    }

    /// Writes a row; durable with the next [`commit`](Store::commit).
    pub fn save(&mut self, table: Table, key: impl ToSql, value: &impl Serialize) {
        let sql = format!("INSERT INTO {} VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2", table.name());
        let value = serde_json::to_string(value).expect("the books have string keys only");
        self.write(|connection| connection.prepare_cached(&sql)?.execute(rusqlite::params![key, value]).map(drop));
    }

    /// Empties all tables.
    pub fn clear(&mut self) {
        for table in Table::ALL {
            self.write(|connection| connection.execute_batch(&format!("DELETE FROM {}", table.name())));
        }
    }

    /// Makes all writes since the last commit durable.
    pub fn commit(&mut self) {
        if !self.connection.is_autocommit() {
            self.write(|connection| connection.execute_batch("COMMIT"));
        }
    }

    fn write(&mut self, work: impl FnOnce(&Connection) -> rusqlite::Result<()>) {
        if self.broken {
            return;
        }
        let begin = if self.connection.is_autocommit() { self.connection.execute_batch("BEGIN") } else { Ok(()) };
        if let Err(error) = begin.and_then(|()| work(&self.connection)) {
            self.broken = true;
            eprintln!("epay-sandbox cannot write its data file, and saves nothing from here on: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A path in the temporary folder that is gone at the end.
    struct Scratch(std::path::PathBuf);

    impl Scratch {
        fn new() -> Self {
            Scratch(std::env::temp_dir().join(format!("epay-sandbox-{}.sqlite", uuid::Uuid::new_v4())))
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{end}", self.0.display()));
            }
        }
    }

    #[test]
    fn rows_come_back_in_the_order_of_their_keys() {
        let file = Scratch::new();
        let mut store = Store::open(&file.0).unwrap();
        for number in [10, 9, 100] {
            store.save(Table::Ledger, number, &format!("line {number}"));
        }
        store.save(Table::Ledger, 9, &"line 9, again");
        store.commit();
        store.save(Table::Ledger, 101, &"never committed");
        drop(store);
        let rows: Vec<(i64, String)> = Store::open(&file.0).unwrap().rows(Table::Ledger).unwrap();
        assert_eq!(rows, [(9, "line 9, again".into()), (10, "line 10".into()), (100, "line 100".into())]);
    }

    #[test]
    fn a_file_of_version_1_gets_the_tables_that_it_lacks() {
        let file = Scratch::new();
        let mut store = Store::open(&file.0).unwrap();
        store.save(Table::Ledger, 1, &"line 1");
        store.commit();
        store
            .connection
            .execute_batch("DROP TABLE shop_order; DROP TABLE shop_event; PRAGMA user_version = 1")
            .unwrap();
        drop(store);
        let store = Store::open(&file.0).unwrap();
        assert_eq!(store.values::<String>(Table::Ledger).unwrap(), ["line 1"]);
        assert!(store.values::<String>(Table::ShopOrder).unwrap().is_empty());
        assert!(store.values::<String>(Table::ShopEvent).unwrap().is_empty());
    }

    #[test]
    fn one_process_has_it() {
        let file = Scratch::new();
        let _first = Store::open(&file.0).unwrap();
        assert!(Store::open(&file.0).unwrap_err().contains("locked"));
    }

    #[test]
    fn a_stranger_is_refused() {
        let file = Scratch::new();
        std::fs::write(&file.0, "this is no database, but long enough to be looked at as if it were one").unwrap();
        assert!(Store::open(&file.0).unwrap_err().contains("not a database"));
        let file = Scratch::new();
        Connection::open(&file.0).unwrap().execute_batch("CREATE TABLE other (id)").unwrap();
        assert!(Store::open(&file.0).unwrap_err().contains("another program"));
    }
}
