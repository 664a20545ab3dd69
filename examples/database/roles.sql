-- The shop's role and database, and the role's password as its file says it now. May be run any number of times.
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
\set password `cat "$DATABASE_PASSWORD_FILE"`

SELECT 'CREATE ROLE shop LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'shop') \gexec
ALTER ROLE shop PASSWORD :'password';
SELECT 'CREATE DATABASE shop OWNER shop' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'shop') \gexec
REVOKE CONNECT ON DATABASE shop FROM public;
