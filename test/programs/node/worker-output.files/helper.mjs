export default `imported in a worker, ${import.meta.url}`;
