/** The live view of the service: its sandboxes, queue and figures. */
export const Dashboard = () => <h1>Dashboard</h1>;
