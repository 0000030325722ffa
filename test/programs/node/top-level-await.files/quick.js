console.log("quick");
export default "quick";
